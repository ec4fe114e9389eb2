package org.virnuc.engine;

/** The command cannot be carried out as given (exit code 2). The message says what to give instead. */
public class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
