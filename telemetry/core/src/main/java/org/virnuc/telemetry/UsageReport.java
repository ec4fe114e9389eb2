package org.virnuc.telemetry;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * What a stage used of one model on one device: the facts from which a price sheet computes costs, during the run or at
 * any later time.
 *
 * @param model name of the model, see {@link ModelCall}
 * @param provider who runs the model, see {@link ModelCall}
 * @param device where it ran, see {@link ModelCall}
 * @param use what happened to the results of the calls
 * @param calls totals over the calls; {@code calls.cost} is what the provider charged, null if it did not say
 * @param busySeconds time during which at least one call was running; concurrent calls count once
 * @param cost cost by the price sheet; null if not priced
 */
@PublicApi
public record UsageReport(
        String model,
        String provider,
        String device,
        CallUse use,
        CallFigures calls,
        double busySeconds,
        @Nullable BigDecimal cost) {
    public UsageReport {
        Checks.text(model, "costs.usage.model");
        Checks.text(provider, "costs.usage.provider");
        Checks.text(device, "costs.usage.device");
        Checks.present(use, "costs.usage.use");
        Checks.present(calls, "costs.usage.calls");
        Checks.seconds(busySeconds, "costs.usage.busy_seconds");
        Checks.notNegative(cost, "costs.usage.cost");
    }

    /** Returns a copy with another cost. */
    public UsageReport withCost(@Nullable BigDecimal other) {
        return new UsageReport(model, provider, device, use, calls, busySeconds, other);
    }
}
