package org.virnuc.telemetry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * The report of one stage, as {@code telemetry.json} contains it.
 *
 * @param id id of the stage; a stage that is started twice has two entries with the same id
 * @param status status of the stage; unless it is {@code done} or {@code skipped}, the figures are partial
 * @param skippedReason why the stage was skipped; null if it was not
 * @param startedAt when the stage started
 * @param endedAt when the results of the stage were durable; null while it is running
 * @param wallSeconds wall time so far, or in total; 0 if skipped
 * @param cpuUserSeconds user CPU time of the whole process during the stage, which includes concurrent stages; null if
 *     unknown
 * @param cpuSystemSeconds system CPU time of the whole process during the stage; null if unknown
 * @param resources other resources of the process during the stage; unknown if skipped, and in reports of versions that
 *     did not measure them
 * @param retries how often failed work was tried again; null if skipped, and in reports of versions that did not count
 *     it
 * @param itemsIn items read; for an unfinished stage the items done so far, null if unknown
 * @param itemsOut items written durably; null unless the stage is done or skipped
 * @param metrics further numbers, {@link Long} or {@link Double}
 * @param calls totals over the stage's model calls
 * @param original what a skipped stage cost in the run that executed it; null if the stage was not skipped
 * @param artifact where the output of the stage is; null if it has none, and in reports of versions that did not say
 */
@PublicApi
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
        @Nullable OriginalStage original,
        @Nullable ArtifactReport artifact) {

    /**
     * Name of the metric for items of {@link #itemsIn} whose results were left by an earlier attempt. Rates and
     * speed-ups exclude them.
     */
    public static final String ITEMS_REUSED = "items_reused";

    /** Name of the metric for the number of items that an unfinished stage expected. */
    public static final String ITEMS_EXPECTED = "items_expected";

    /**
     * Name of the metric for padding as a share of the token slots computed. Every stage with model calls has it; a
     * stage may set its own value.
     */
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

    /** Returns whether this run did any work for the stage, finished or not. */
    public boolean executed() {
        return status != StageStatus.SKIPPED;
    }

    /** Returns a copy with another cost of its calls. */
    public StageReport withCalls(CallFigures priced) {
        return toBuilder().calls(priced).build();
    }

    /** Returns a copy of a skipped stage that refers to another original execution. */
    public StageReport withOriginal(OriginalStage other) {
        return toBuilder().original(other).build();
    }

    /** Returns the number of items whose results were left by an earlier attempt; 0 if the stage does not report it. */
    public long itemsReused() {
        Number reused = metrics.get(ITEMS_REUSED);
        return reused == null ? 0 : reused.longValue();
    }

    /** Returns the items processed per second in this run; null if the time or the items are unknown. */
    public @Nullable Double itemsPerSecond() {
        if (itemsIn == null || !executed() || wallSeconds == 0) {
            return null;
        }
        return Math.max(0, itemsIn - itemsReused()) / wallSeconds;
    }

    /** Starts a report. Values that are not set are unknown, and amounts are 0. */
    public static Builder builder(String id, StageStatus status, Instant startedAt) {
        return new Builder(id, status, startedAt);
    }

    /** Starts a report with all values of this one. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Builds the report of a stage value by value. */
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
        private @Nullable ArtifactReport artifact;

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
            artifact = stage.artifact;
        }

        /** Sets the status of the stage. */
        public Builder status(StageStatus other) {
            status = other;
            return this;
        }

        /** Sets why the stage was skipped. */
        public Builder skippedReason(String reason) {
            skippedReason = reason;
            return this;
        }

        /** Sets when the results of the stage were durable; null while it is running. */
        public Builder endedAt(@Nullable Instant at) {
            endedAt = at;
            return this;
        }

        /** Sets the wall time so far, or in total, in seconds. */
        public Builder wallSeconds(double seconds) {
            wallSeconds = seconds;
            return this;
        }

        /** Sets the CPU time of the whole process during the stage, in seconds; null if unknown. */
        public Builder cpuSeconds(@Nullable Double user, @Nullable Double system) {
            cpu = new CpuTime(user, system);
            return this;
        }

        /** Sets the other resources that the process used during the stage. */
        public Builder resources(ResourceFigures used) {
            resources = used;
            return this;
        }

        /** Sets how often failed work was tried again; null if unknown. */
        public Builder retries(@Nullable Long count) {
            retries = count;
            return this;
        }

        /** Sets the items read and the items written durably; null if unknown. */
        public Builder items(@Nullable Long in, @Nullable Long out) {
            itemsIn = in;
            itemsOut = out;
            return this;
        }

        /** Sets further numbers. */
        public Builder metrics(Map<String, ? extends Number> figures) {
            metrics = figures;
            return this;
        }

        /** Sets the totals over the stage's model calls. */
        public Builder calls(CallFigures sum) {
            calls = sum;
            return this;
        }

        /** Sets what a skipped stage cost in the run that executed it; null if the stage was not skipped. */
        public Builder original(@Nullable OriginalStage executed) {
            original = executed;
            return this;
        }

        /** Sets where the output of the stage is; null if it has none. */
        public Builder artifact(@Nullable ArtifactReport output) {
            artifact = output;
            return this;
        }

        /** Builds the report. */
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
                    original,
                    artifact);
        }
    }
}
