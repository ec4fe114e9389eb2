package org.virnuc.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one stage used and what that cost; the rows of {@link CostReport#stages} are those of {@link RunReport#stages}, in order.
 *
 * @param id the stage
 * @param usage a row per model, provider, device and use
 * @param loadSeconds time spent loading models
 * @param wastedSeconds time since the last kept result, where the stage did not come to its end
 * @param cost of the devices held while it ran, and of its calls; null where nothing was priced
 */
public record StageCost(
        String id, List<UsageReport> usage, double loadSeconds, double wastedSeconds, @Nullable CostSplit cost) {
    public StageCost {
        Checks.text(id, "costs.stages.id");
        usage = List.copyOf(Checks.present(usage, "costs.stages.usage"));
        Checks.seconds(loadSeconds, "costs.stages.load_seconds");
        Checks.seconds(wastedSeconds, "costs.stages.wasted_seconds");
    }
}
