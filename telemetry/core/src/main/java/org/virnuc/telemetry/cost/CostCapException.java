package org.virnuc.telemetry.cost;

/** The cost cap is reached: the run stops, and can go on with a higher one. */
public class CostCapException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CostCapException(String message) {
        super(message);
    }
}
