package org.virnuc.models;

/** A model file or folder cannot be used. The message names the file, what was found, what was expected and the mend. */
public class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
