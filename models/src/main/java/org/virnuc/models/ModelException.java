package org.virnuc.models;

import org.virnuc.files.PublicApi;
import org.virnuc.files.VirNucException;

/**
 * A model file or folder cannot be used. The message names the file, what was found, what was expected and what to do.
 */
@PublicApi
public class ModelException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(Kind.MODEL, message);
    }

    public ModelException(String message, Throwable cause) {
        super(Kind.MODEL, message, cause);
    }
}
