package org.virnuc.sequences;

/** The user's input cannot be used (exit code 3). The message names file and line, what was found and the mend. */
public class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
