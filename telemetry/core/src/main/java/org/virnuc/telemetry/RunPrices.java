package org.virnuc.telemetry;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/** The prices of a run, for example {@link org.virnuc.telemetry.cost.CostMeter}. Thread-safe. */
@FunctionalInterface
@PublicApi
public interface RunPrices {
    /** Returns a copy of the report with its costs. Called for every report of the run, also while it goes on. */
    RunReport price(RunReport report);

    /**
     * Returns the cost of one call; null if it has no price. By default, the cost that its provider has stated.
     *
     * @param deviceType type of the device, by which a price sheet knows it; null if the run does not hold the device
     * @param busyNanos time by which the call lengthened the time that the model was busy on the device: the duration of
     *     the call, less the part in which another one was running
     */
    default @Nullable BigDecimal cost(ModelCall call, @Nullable String deviceType, long busyNanos) {
        return call.cost();
    }
}
