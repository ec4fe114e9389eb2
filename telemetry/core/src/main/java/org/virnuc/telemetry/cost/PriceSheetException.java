package org.virnuc.telemetry.cost;

/** A price sheet cannot be used. The message names file, line and key, and what was expected. */
public class PriceSheetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PriceSheetException(String message) {
        super(message);
    }

    public PriceSheetException(String message, Throwable cause) {
        super(message, cause);
    }
}
