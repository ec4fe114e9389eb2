package org.virnuc.sequences;

import org.virnuc.files.PublicApi;
import org.virnuc.files.VirNucException;

/**
 * An input of the user that cannot be used (exit code 3). The message names file and line, what was found and how to
 * fix it.
 */
@PublicApi
public class InputException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(Kind.INPUT, message);
    }

    public InputException(String message, Throwable cause) {
        super(Kind.INPUT, message, cause);
    }
}
