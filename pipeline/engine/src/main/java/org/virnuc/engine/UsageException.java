package org.virnuc.engine;

import org.virnuc.files.PublicApi;
import org.virnuc.files.VirNucException;

/** A request that cannot be carried out as given (exit code 2). The message says what to give instead. */
@PublicApi
public class UsageException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(Kind.USAGE, message);
    }

    public UsageException(String message, Throwable cause) {
        super(Kind.USAGE, message, cause);
    }
}
