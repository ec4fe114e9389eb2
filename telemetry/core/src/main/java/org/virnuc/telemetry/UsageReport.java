package org.virnuc.telemetry;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a stage used of one model on one device: the facts that a price sheet turns into costs, now or later.
 *
 * @param model as in {@link ModelCall}
 * @param provider likewise
 * @param device likewise
 * @param use what came of the calls
 * @param calls the sum of the calls; {@code calls.cost} is what the provider said they cost, null where it said nothing
 * @param busySeconds time during which at least one call ran; calls side by side count once
 * @param cost by the price sheet; null where not priced
 */
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

    /** The same use at another cost. */
    public UsageReport withCost(@Nullable BigDecimal other) {
        return new UsageReport(model, provider, device, use, calls, busySeconds, other);
    }
}
