package org.virnuc.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * What one stage used and what that cost. The entries of {@link CostReport#stages} correspond to those of
 * {@link RunReport#stages}, in the same order.
 *
 * @param id id of the stage
 * @param usage one entry for each model, provider, device and use
 * @param loadSeconds time spent loading models
 * @param wastedSeconds time since the last durable result, if the stage did not finish
 * @param cost cost of the stage's calls and of the devices held while it was running; null if nothing was priced
 */
@PublicApi
public record StageCost(
        String id, List<UsageReport> usage, double loadSeconds, double wastedSeconds, @Nullable CostSplit cost) {
    public StageCost {
        Checks.text(id, "costs.stages.id");
        usage = List.copyOf(Checks.present(usage, "costs.stages.usage"));
        Checks.seconds(loadSeconds, "costs.stages.load_seconds");
        Checks.seconds(wastedSeconds, "costs.stages.wasted_seconds");
    }
}
