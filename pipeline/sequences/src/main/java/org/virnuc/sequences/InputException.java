package org.virnuc.sequences;

import org.virnuc.files.VirNucException;

/** The user's input cannot be used (exit code 3). The message names file and line, what was found and the mend. */
public class InputException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(Kind.INPUT, message);
    }

    public InputException(String message, Throwable cause) {
        super(Kind.INPUT, message, cause);
    }
}
