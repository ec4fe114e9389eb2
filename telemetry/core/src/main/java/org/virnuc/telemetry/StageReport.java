package org.virnuc.telemetry;

import java.time.Instant;
import java.util.LinkedHashMap;
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
        return toBuilder().calls(priced).build();
    }

    /** The same skipped stage with another past. */
    public StageReport withOriginal(OriginalStage other) {
        return toBuilder().original(other).build();
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

    /** Starts a report; figures not set are unknown, amounts 0. */
    public static Builder builder(String id, StageStatus status, Instant startedAt) {
        return new Builder(id, status, startedAt);
    }

    /** Starts a report that has everything of this one. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Names the fields of a stage's report. */
    public static final class Builder {
        private final String id;
        private final Instant startedAt;
        private StageStatus status;
        private @Nullable String skippedReason;
        private @Nullable Instant endedAt;
        private double wallSeconds;
        private CpuTime cpu = CpuTime.UNKNOWN;
        private ResourceFigures resources = ResourceFigures.UNKNOWN;
        private @Nullable Long retries;
        private @Nullable Long itemsIn;
        private @Nullable Long itemsOut;
        private Map<String, ? extends Number> metrics = Map.of();
        private CallFigures calls = CallFigures.NONE;
        private @Nullable OriginalStage original;

        private Builder(String id, StageStatus status, Instant startedAt) {
            this.id = id;
            this.status = status;
            this.startedAt = startedAt;
        }

        private Builder(StageReport stage) {
            this(stage.id, stage.status, stage.startedAt);
            skippedReason = stage.skippedReason;
            endedAt = stage.endedAt;
            wallSeconds = stage.wallSeconds;
            cpu = new CpuTime(stage.cpuUserSeconds, stage.cpuSystemSeconds);
            resources = stage.resources;
            retries = stage.retries;
            itemsIn = stage.itemsIn;
            itemsOut = stage.itemsOut;
            metrics = stage.metrics;
            calls = stage.calls;
            original = stage.original;
        }

        /** How it stands. */
        public Builder status(StageStatus other) {
            status = other;
            return this;
        }

        /** Why it was not executed. */
        public Builder skippedReason(String reason) {
            skippedReason = reason;
            return this;
        }

        /** When its results were durable; null while it runs. */
        public Builder endedAt(@Nullable Instant at) {
            endedAt = at;
            return this;
        }

        /** Time so far or in all. */
        public Builder wallSeconds(double seconds) {
            wallSeconds = seconds;
            return this;
        }

        /** CPU time of the whole process meanwhile; null where it is not to be had. */
        public Builder cpuSeconds(@Nullable Double user, @Nullable Double system) {
            cpu = new CpuTime(user, system);
            return this;
        }

        /** What else the process used meanwhile. */
        public Builder resources(ResourceFigures used) {
            resources = used;
            return this;
        }

        /** How often failed work was tried again; null where unknown. */
        public Builder retries(@Nullable Long count) {
            retries = count;
            return this;
        }

        /** Items read and items made durable; null where unknown. */
        public Builder items(@Nullable Long in, @Nullable Long out) {
            itemsIn = in;
            itemsOut = out;
            return this;
        }

        /** Further numbers. */
        public Builder metrics(Map<String, ? extends Number> figures) {
            metrics = figures;
            return this;
        }

        /** Sum of its model calls. */
        public Builder calls(CallFigures sum) {
            calls = sum;
            return this;
        }

        /** What a skipped stage cost when it was executed; null for every other. */
        public Builder original(@Nullable OriginalStage executed) {
            original = executed;
            return this;
        }

        /** The report. */
        public StageReport build() {
            return new StageReport(
                    id,
                    status,
                    skippedReason,
                    startedAt,
                    endedAt,
                    wallSeconds,
                    cpu.user(),
                    cpu.system(),
                    resources,
                    retries,
                    itemsIn,
                    itemsOut,
                    new LinkedHashMap<>(metrics),
                    calls,
                    original);
        }
    }
}
