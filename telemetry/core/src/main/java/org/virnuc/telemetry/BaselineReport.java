package org.virnuc.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;
import org.virnuc.telemetry.redact.Redactor;

/**
 * The comparison of a run with an earlier one, its baseline: the speed-up in total and by stage.
 * {@code report.Baseline} decides which stages may be compared.
 *
 * @param name name of the baseline
 * @param wallSeconds wall time of the baseline over the stages that could be compared
 * @param speedup how many times as fast this run was over those stages together; null if no stage could be compared
 * @param stages every stage of the baseline, by id
 */
@PublicApi
public record BaselineReport(
        String name, double wallSeconds, @Nullable Double speedup, Map<String, StageSpeedup> stages) {
    public BaselineReport {
        Checks.text(name, "baseline.name");
        Checks.seconds(wallSeconds, "baseline.wall_seconds");
        stages = Checks.ordered(stages, "baseline.stages");
    }

    /** Returns a copy that does not reveal the folder the baseline was read from. */
    public BaselineReport redacted(Redactor redactor) {
        return new BaselineReport(redactor.path(name), wallSeconds, speedup, stages);
    }

    /**
     * The comparison of one stage.
     *
     * @param wallSeconds wall time of the stage in the baseline; null if the baseline does not have the stage
     * @param speedup how many times as fast the stage was; null if it cannot be compared
     * @param reason why the stage cannot be compared; null if it can
     * @param executedBy id of the run that executed the stage and that {@code wallSeconds} is of, if the baseline took
     *     it from a checkpoint; otherwise null
     */
    public record StageSpeedup(
            @Nullable Double wallSeconds,
            @Nullable Double speedup,
            @Nullable String reason,
            @Nullable String executedBy) {
        public StageSpeedup {
            Checks.seconds(wallSeconds, "baseline.stages.wall_seconds");
        }
    }
}
