package org.virnuc.telemetry;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a run as {@code telemetry.json} has it.
 *
 * @param id the stage's name; a stage started again under its id has a second row
 * @param status how it stands; the figures of one not {@code done} are partial
 * @param skippedReason why it was not executed, else null
 * @param startedAt when it began
 * @param endedAt when its results were durable; null while it runs
 * @param wallSeconds time so far or in all; 0 when skipped
 * @param cpuUserSeconds of the whole process meanwhile, so stages side by side count each other's; null where not to be had
 * @param cpuSystemSeconds likewise
 * @param resources of the process meanwhile; unknown where skipped, and in reports written before there were any
 * @param retries how often work that had failed was tried again; null where skipped and in such reports
 * @param itemsIn items read; for a stage not ended by itself those done so far, null where unknown
 * @param itemsOut items made durable; null unless done or skipped
 * @param metrics further numbers, {@link Long} or {@link Double}
 * @param calls sum of its model calls
 * @param original what a skipped stage cost when it was executed, else null
 */
public record StageReport(
        String id,
        StageStatus status,
        @Nullable String skippedReason,
        Instant startedAt,
        @Nullable Instant endedAt,
        double wallSeconds,
        @Nullable Double cpuUserSeconds,
        @Nullable Double cpuSystemSeconds,
        ResourceFigures resources,
        @Nullable Long retries,
        @Nullable Long itemsIn,
        @Nullable Long itemsOut,
        Map<String, Number> metrics,
        CallFigures calls,
        @Nullable OriginalStage original) {

    /** Metric: items of {@link #itemsIn} whose results an earlier attempt had left; rates and speed-ups leave them out. */
    public static final String ITEMS_REUSED = "items_reused";

    /** Metric: how many items a stage expected that did not end by itself. */
    public static final String ITEMS_EXPECTED = "items_expected";

    /** Metric: padding as a share of the token slots computed; added to every stage with calls that does not give its own. */
    public static final String PADDING_SHARE = "padding_share";

    public StageReport {
        Checks.text(id, "stages.id");
        Checks.present(status, "stages.status");
        Checks.present(startedAt, "stages.started_at");
        if (endedAt != null && endedAt.isBefore(startedAt)) {
            throw new IllegalArgumentException("stages.ended_at " + endedAt + " is before started_at " + startedAt);
        }
        Checks.seconds(wallSeconds, "stages.wall_seconds");
        Checks.seconds(cpuUserSeconds, "stages.cpu_user_seconds");
        Checks.seconds(cpuSystemSeconds, "stages.cpu_system_seconds");
        resources = resources == null ? ResourceFigures.UNKNOWN : resources;
        Checks.notNegative(retries, "stages.retries");
        Checks.notNegative(itemsIn, "stages.items_in");
        Checks.notNegative(itemsOut, "stages.items_out");
        metrics = PlainValues.figures(metrics, "stages.metrics");
        Checks.present(calls, "stages.calls");
    }

    /** Whether work was done in this run, to the end or not. */
    public boolean executed() {
        return status != StageStatus.SKIPPED;
    }

    /** The same stage with another cost of its calls. */
    public StageReport withCalls(CallFigures priced) {
        return new StageReport(
                id,
                status,
                skippedReason,
                startedAt,
                endedAt,
                wallSeconds,
                cpuUserSeconds,
                cpuSystemSeconds,
                resources,
                retries,
                itemsIn,
                itemsOut,
                metrics,
                priced,
                original);
    }

    /** The same skipped stage with another past. */
    public StageReport withOriginal(OriginalStage other) {
        return new StageReport(
                id,
                status,
                skippedReason,
                startedAt,
                endedAt,
                wallSeconds,
                cpuUserSeconds,
                cpuSystemSeconds,
                resources,
                retries,
                itemsIn,
                itemsOut,
                metrics,
                calls,
                other);
    }

    /** Items that an earlier attempt had left done; 0 where the stage does not say. */
    public long itemsReused() {
        Number reused = metrics.get(ITEMS_REUSED);
        return reused == null ? 0 : reused.longValue();
    }

    /** Items worked on per second of this run; null where no time was measured or the items are unknown. */
    public @Nullable Double itemsPerSecond() {
        if (itemsIn == null || !executed() || wallSeconds == 0) {
            return null;
        }
        return Math.max(0, itemsIn - itemsReused()) / wallSeconds;
    }
}
