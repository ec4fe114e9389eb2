package org.virnuc.telemetry.report;

/**
 * Thrown when a report cannot be read. The message names the file, and says what was found and what to give instead.
 */
public class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReportException(String message) {
        super(message);
    }

    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
