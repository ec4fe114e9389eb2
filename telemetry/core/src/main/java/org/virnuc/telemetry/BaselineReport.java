package org.virnuc.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.redact.Redactor;

/**
 * How many times as fast as an earlier run this one was; the rules of an honest comparison are those of {@code report.Baseline}.
 *
 * @param name what the baseline is called
 * @param wallSeconds its time over the stages that could be compared
 * @param speedup over those stages together; null where there are none
 * @param stages every stage of the baseline by id
 */
public record BaselineReport(String name, double wallSeconds, @Nullable Double speedup, Map<String, Stage> stages) {
    public BaselineReport {
        Checks.text(name, "baseline.name");
        Checks.seconds(wallSeconds, "baseline.wall_seconds");
        stages = Checks.ordered(stages, "baseline.stages");
    }

    /** The same without the name of the folder that it came from. */
    public BaselineReport redacted(Redactor redactor) {
        return new BaselineReport(redactor.path(name), wallSeconds, speedup, stages);
    }

    /**
     * One stage compared.
     *
     * @param wallSeconds the baseline's time; null where it has none
     * @param speedup null where the stage cannot be compared
     * @param reason why it cannot be compared, else null
     */
    public record Stage(@Nullable Double wallSeconds, @Nullable Double speedup, @Nullable String reason) {
        public Stage {
            Checks.seconds(wallSeconds, "baseline.stages.wall_seconds");
        }
    }
}
