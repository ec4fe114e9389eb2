package org.virnuc.telemetry.cost;

import org.virnuc.files.PublicApi;
import org.virnuc.files.VirNucException;

/** Thrown when a run reaches its cost cap. The run stops and can be resumed with a higher cap. */
@PublicApi
public class CostCapException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public CostCapException(String message) {
        super(Kind.COST_CAP, message);
    }
}
