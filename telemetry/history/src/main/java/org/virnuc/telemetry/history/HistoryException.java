package org.virnuc.telemetry.history;

import org.virnuc.files.VirNucException;

/**
 * Thrown when the history cannot be read or written. The message names the file, and says what was found and what to
 * do.
 */
public class HistoryException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public HistoryException(String message) {
        super(Kind.USAGE, message);
    }

    public HistoryException(String message, Throwable cause) {
        super(Kind.USAGE, message, cause);
    }
}
