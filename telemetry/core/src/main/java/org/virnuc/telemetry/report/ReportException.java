package org.virnuc.telemetry.report;

/** A report cannot be read. The message names the file, what was found and what to give instead. */
public class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReportException(String message) {
        super(message);
    }

    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
