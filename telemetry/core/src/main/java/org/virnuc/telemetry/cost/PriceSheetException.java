package org.virnuc.telemetry.cost;

/**
 * Thrown when a price sheet cannot be used. The message names the file, the line and the key, and says what was
 * expected.
 */
public class PriceSheetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PriceSheetException(String message) {
        super(message);
    }

    public PriceSheetException(String message, Throwable cause) {
        super(message, cause);
    }
}
