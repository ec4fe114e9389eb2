package org.virnuc.telemetry.cost;

import org.virnuc.files.VirNucException;

/** The cost cap is reached: the run stops, and can go on with a higher one. */
public class CostCapException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public CostCapException(String message) {
        super(Kind.COST_CAP, message);
    }
}
