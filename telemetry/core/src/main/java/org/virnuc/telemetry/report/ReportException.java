package org.virnuc.telemetry.report;

import org.virnuc.files.PublicApi;
import org.virnuc.files.VirNucException;

/**
 * Thrown when a report cannot be read. The message names the file, and says what was found and what to give instead.
 */
@PublicApi
public class ReportException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public ReportException(String message) {
        super(Kind.USAGE, message);
    }

    public ReportException(String message, Throwable cause) {
        super(Kind.USAGE, message, cause);
    }
}
