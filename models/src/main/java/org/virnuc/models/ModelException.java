package org.virnuc.models;

import org.virnuc.files.VirNucException;

/**
 * A model file or folder cannot be used. The message names the file, what was found, what was expected and what to do.
 * Text quoted from files and servers is made {@linkplain VisibleText visible}, so that no message can forge a line or a
 * color.
 */
public class ModelException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(Kind.MODEL, VisibleText.of(message));
    }

    public ModelException(String message, Throwable cause) {
        super(Kind.MODEL, VisibleText.of(message), cause);
    }
}
