package org.virnuc.telemetry;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a skipped stage cost when it was executed.
 *
 * @param runId the run that executed it
 * @param wallSeconds its time there
 * @param cost its cost there; null where it was not priced
 */
public record OriginalStage(String runId, double wallSeconds, @Nullable BigDecimal cost) {
    public OriginalStage {
        Checks.text(runId, "original.run_id");
        Checks.seconds(wallSeconds, "original.wall_seconds");
        Checks.notNegative(cost, "original.cost");
    }
}
