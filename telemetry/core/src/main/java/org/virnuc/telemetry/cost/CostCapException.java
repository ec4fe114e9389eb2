package org.virnuc.telemetry.cost;

/** Thrown when a run reaches its cost cap. The run stops and can be resumed with a higher cap. */
public class CostCapException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CostCapException(String message) {
        super(message);
    }
}
