package org.virnuc.telemetry.history;

/**
 * Thrown when the history cannot be read or written. The message names the file, and says what was found and what to
 * do.
 */
public class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HistoryException(String message) {
        super(message);
    }

    public HistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
