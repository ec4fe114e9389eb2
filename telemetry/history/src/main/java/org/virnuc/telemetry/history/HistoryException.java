package org.virnuc.telemetry.history;

/** The history cannot be read or written. The message names the file, what was found and what to do. */
public class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HistoryException(String message) {
        super(message);
    }

    public HistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
