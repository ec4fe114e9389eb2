package org.virnuc.telemetry;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * What a skipped stage cost in the run that executed it.
 *
 * @param runId id of the run that executed the stage
 * @param wallSeconds wall time of the stage in that run
 * @param cost cost of the stage in that run; null if it was not priced
 */
@PublicApi
public record OriginalStage(String runId, double wallSeconds, @Nullable BigDecimal cost) {
    public OriginalStage {
        Checks.text(runId, "original.run_id");
        Checks.seconds(wallSeconds, "original.wall_seconds");
        Checks.notNegative(cost, "original.cost");
    }
}
