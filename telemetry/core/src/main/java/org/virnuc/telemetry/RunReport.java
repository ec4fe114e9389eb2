package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;
import org.virnuc.files.Reason;

/**
 * The report of a run: the content of {@code telemetry.json}, where the components have the same names in snake case.
 * The format is described by {@code virnuc-telemetry-1.schema.json}.
 *
 * @param schema always {@link #SCHEMA}
 * @param schemaRevision always {@link #REVISION}; a report of an earlier revision is completed when it is read
 * @param runId id of the run, see {@link RunInfo}
 * @param command command line of the run, see {@link RunInfo}
 * @param version version of the program
 * @param status whether the run is running, or how it ended
 * @param startedAt when the run started
 * @param endedAt when the run ended; null while it is running
 * @param wallSeconds wall time so far, or in total
 * @param cpuUserSeconds user CPU time of the process since the run started; null if unknown
 * @param cpuSystemSeconds system CPU time of the process since the run started; null if unknown
 * @param resources other resources used since the run started; unknown in reports of versions that did not measure them
 * @param retries how often failed work was tried again, over all stages; null in reports of versions that did not count
 *     it
 * @param error why the run failed; null if it did not
 * @param stages the stages in the order they started
 * @param totals totals over the model calls of this run, without those of skipped stages
 * @param bottlenecks the three stages that took longest in this run, longest first
 * @param quantities amounts of work done in this run, by name
 * @param throughput each quantity per second of wall time, with names such as {@code bases_per_second}
 * @param outcome counts that summarise the result, in the order in which reports show them
 * @param baseline comparison with an earlier run; null if there is none
 * @param estimate estimate made before the run; null if there is none
 * @param pricing prices that the costs are based on; null if nothing was priced
 * @param costs what was used and, where priced, what it cost; null in reports of versions that did not record it
 * @param gpus how the GPUs of the run have fared; empty without GPUs and in reports of versions that did not measure it
 * @param joulesPerMillion energy of all GPUs for a million of each quantity, by the quantity's name; empty if not measured
 * @param events the first events
 * @param eventsDropped number of further events
 * @param telemetryLosses number of events that a sink missed
 * @param environment facts about machine and software, see {@link RunInfo}
 */
@PublicApi
public record RunReport(
        String schema,
        int schemaRevision,
        String runId,
        String command,
        String version,
        RunStatus status,
        Instant startedAt,
        @Nullable Instant endedAt,
        double wallSeconds,
        @Nullable Double cpuUserSeconds,
        @Nullable Double cpuSystemSeconds,
        ResourceFigures resources,
        @Nullable Long retries,
        @Nullable Failure error,
        List<StageReport> stages,
        Totals totals,
        List<Bottleneck> bottlenecks,
        Map<String, Long> quantities,
        Map<String, Double> throughput,
        Map<String, Long> outcome,
        @Nullable BaselineReport baseline,
        @Nullable EstimateReport estimate,
        @Nullable PricingReport pricing,
        @Nullable CostReport costs,
        List<GpuFigures> gpus,
        Map<String, Double> joulesPerMillion,
        List<EventReport> events,
        long eventsDropped,
        long telemetryLosses,
        Map<String, String> environment) {

    /** Name and version of the report format. */
    public static final String SCHEMA = "virnuc-telemetry/1";

    /**
     * Number of times that fields were added to the format. Readers of an earlier revision ignore fields that they do
     * not know; a change that they would not survive needs another {@link #SCHEMA}.
     */
    public static final int REVISION = 3;

    public RunReport {
        if (!SCHEMA.equals(schema)) {
            throw new IllegalArgumentException("schema is " + schema + ", expected " + SCHEMA);
        }
        schemaRevision = REVISION;
        Checks.text(runId, "run_id");
        Checks.present(command, "command");
        Checks.present(version, "version");
        Checks.present(status, "status");
        Checks.present(startedAt, "started_at");
        if (endedAt != null && endedAt.isBefore(startedAt)) {
            throw new IllegalArgumentException("ended_at " + endedAt + " is before started_at " + startedAt);
        }
        Checks.seconds(wallSeconds, "wall_seconds");
        Checks.seconds(cpuUserSeconds, "cpu_user_seconds");
        Checks.seconds(cpuSystemSeconds, "cpu_system_seconds");
        resources = resources == null ? ResourceFigures.UNKNOWN : resources;
        Checks.notNegative(retries, "retries");
        stages = List.copyOf(Checks.present(stages, "stages"));
        Checks.present(totals, "totals");
        bottlenecks = List.copyOf(Checks.present(bottlenecks, "bottlenecks"));
        quantities = Checks.ordered(quantities, "quantities");
        throughput = Checks.ordered(throughput, "throughput");
        outcome = Checks.ordered(outcome, "outcome");
        gpus = gpus == null ? List.of() : List.copyOf(gpus);
        joulesPerMillion = joulesPerMillion == null ? Map.of() : Checks.ordered(joulesPerMillion, "joules_per_million");
        events = List.copyOf(Checks.present(events, "events"));
        Checks.notNegative(eventsDropped, "events_dropped");
        Checks.notNegative(telemetryLosses, "telemetry_losses");
        environment = Checks.ordered(environment, "environment");
    }

    /** Returns a copy with a comparison. */
    public RunReport withBaseline(BaselineReport comparison) {
        return toBuilder().baseline(comparison).build();
    }

    /**
     * Returns a copy with other costs.
     *
     * @param changed the stages, with the new cost of their calls
     */
    public RunReport withCosts(
            Totals sums, List<StageReport> changed, @Nullable PricingReport prices, @Nullable CostReport spent) {
        RunReport priced = toBuilder()
                .stages(changed)
                .totals(sums)
                .pricing(prices)
                .costs(spent)
                .build();
        return estimate == null ? priced : priced.withEstimate(estimate);
    }

    /** Returns a copy that compares the run with an estimate. */
    public RunReport withEstimate(EstimateReport expected) {
        return toBuilder().estimate(expected.against(this)).build();
    }

    /** Starts a report. Values that are not set are unknown, and amounts are 0. */
    public static RunReportBuilder builder(RunInfo run, RunStatus status, Instant startedAt) {
        return new RunReportBuilder(run, status, startedAt);
    }

    /** Starts a report with all values of this one. */
    public RunReportBuilder toBuilder() {
        return new RunReportBuilder(this);
    }

    /**
     * Totals of a run.
     *
     * @param tokens prompt and completion tokens
     * @param promptTokens tokens read, without padding
     * @param completionTokens tokens generated
     * @param cost decimal cost of the calls and of the devices held; null if nothing was priced
     * @param currency currency of all costs in the report; null if nothing was priced
     */
    public record Totals(
            long calls,
            long tokens,
            long promptTokens,
            long completionTokens,
            @Nullable BigDecimal cost,
            @Nullable String currency,
            Map<String, ModelFigures> perModel) {
        public Totals {
            Checks.notNegative(calls, "totals.calls");
            Checks.notNegative(tokens, "totals.tokens");
            Checks.notNegative(promptTokens, "totals.prompt_tokens");
            Checks.notNegative(completionTokens, "totals.completion_tokens");
            Checks.notNegative(cost, "totals.cost");
            perModel = Checks.ordered(perModel, "totals.per_model");
        }

        /** Adds up the totals of two runs. Costs in different currencies cannot be added, so that their sum is unknown. */
        public Totals plus(Totals other) {
            Map<String, ModelFigures> models = new LinkedHashMap<>(perModel);
            other.perModel.forEach((name, figures) -> models.merge(name, figures, ModelFigures::plus));
            boolean sameMoney = currency == null || other.currency == null || currency.equals(other.currency);
            return new Totals(
                    calls + other.calls,
                    tokens + other.tokens,
                    promptTokens + other.promptTokens,
                    completionTokens + other.completionTokens,
                    sameMoney ? CallFigures.plus(cost, other.cost) : null,
                    sameMoney ? (currency == null ? other.currency : currency) : null,
                    models);
        }

        /** Returns a copy with other costs. */
        public Totals withCosts(@Nullable BigDecimal sum, @Nullable String money, Map<String, ModelFigures> models) {
            return new Totals(calls, tokens, promptTokens, completionTokens, sum, money, models);
        }
    }

    /** Adds up the calls of all models, so that the totals agree with them by construction. */
    public static Totals totals(Map<String, ModelFigures> perModel) {
        CallFigures sum =
                perModel.values().stream().map(ModelFigures::calls).reduce(CallFigures.NONE, CallFigures::plus);
        return new Totals(
                sum.count(), sum.tokens(), sum.promptTokens(), sum.completionTokens(), sum.cost(), null, perModel);
    }

    /**
     * One of the stages that took longest.
     *
     * @param share share of the run's wall time, 0 to 1; the shares of concurrent stages may add up to more than 1
     */
    public record Bottleneck(String id, double wallSeconds, double share) {
        public Bottleneck {
            Checks.text(id, "bottlenecks.id");
            Checks.seconds(wallSeconds, "bottlenecks.wall_seconds");
        }
    }

    /**
     * Why a run failed.
     *
     * @param type kind of error in one word, such as {@code input} or {@code internal}; {@code class} in JSON, where reports of
     *     earlier versions have the name of a class
     * @param message what failed, in words; null in some reports of earlier versions
     */
    public record Failure(@JsonProperty("class") String type, @Nullable String message) {
        public Failure {
            Checks.text(type, "error.class");
        }

        /** What failed, in words. Names of classes, which reports of earlier versions have, are left out. */
        public String text() {
            return message == null ? Reason.UNFORESEEN : Reason.plain(message);
        }
    }
}
