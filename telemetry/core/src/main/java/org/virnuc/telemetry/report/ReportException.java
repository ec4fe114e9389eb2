package org.virnuc.telemetry.report;

import org.virnuc.files.VirNucException;

/** A report cannot be read. The message names the file, what was found and what to give instead. */
public class ReportException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public ReportException(String message) {
        super(Kind.USAGE, message);
    }

    public ReportException(String message, Throwable cause) {
        super(Kind.USAGE, message, cause);
    }
}
