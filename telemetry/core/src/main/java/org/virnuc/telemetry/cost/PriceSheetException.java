package org.virnuc.telemetry.cost;

import org.virnuc.files.PublicApi;
import org.virnuc.files.VirNucException;

/**
 * Thrown when a price sheet cannot be used. The message names the file, the line and the key, and says what was
 * expected.
 */
@PublicApi
public class PriceSheetException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public PriceSheetException(String message) {
        super(Kind.USAGE, message);
    }

    public PriceSheetException(String message, Throwable cause) {
        super(Kind.USAGE, message, cause);
    }
}
