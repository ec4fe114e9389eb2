package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as {@code telemetry.json} has it: the same names in snake case, described by {@code virnuc-telemetry-1.schema.json}.
 *
 * @param schema always {@link #SCHEMA}
 * @param runId as in {@link RunInfo}
 * @param command likewise
 * @param version likewise
 * @param status how it stands
 * @param startedAt when it began
 * @param endedAt null while it runs
 * @param wallSeconds time so far or in all
 * @param cpuUserSeconds of the process since the run began; null where not to be had
 * @param cpuSystemSeconds likewise
 * @param resources of the process since the run began; unknown in reports written before there were any
 * @param retries of all stages; null in such reports
 * @param error why it failed, else null
 * @param stages in the order they began
 * @param totals model calls of this run; those of skipped stages are not among them
 * @param bottlenecks the three stages that took longest in this run, longest first
 * @param quantities amounts of work done in this run, by name
 * @param throughput each quantity per second of the run's wall time, named {@code bases_per_second}
 * @param outcome counts of the result, in the order to show them
 * @param baseline comparison with an earlier run, where asked for
 * @param estimate what the run was expected to take, where it was estimated before
 * @param pricing which prices costs follow; null where nothing was priced
 * @param costs what was used, and what it cost where priced; null in reports of versions that did not say
 * @param events the first ones
 * @param eventsDropped how many further ones there were
 * @param telemetryLosses events that a consumer failed to take
 * @param environment as in {@link RunInfo}
 */
public record RunReport(
        String schema,
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
        List<EventReport> events,
        long eventsDropped,
        long telemetryLosses,
        Map<String, String> environment) {

    /** Name and version of the format. */
    public static final String SCHEMA = "virnuc-telemetry/1";

    public RunReport {
        if (!SCHEMA.equals(schema)) {
            throw new IllegalArgumentException("schema is " + schema + ", expected " + SCHEMA);
        }
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
        events = List.copyOf(Checks.present(events, "events"));
        Checks.notNegative(eventsDropped, "events_dropped");
        Checks.notNegative(telemetryLosses, "telemetry_losses");
        environment = Checks.ordered(environment, "environment");
    }

    /** The same run with a comparison. */
    public RunReport withBaseline(BaselineReport comparison) {
        return toBuilder().baseline(comparison).build();
    }

    /**
     * The same run with other costs.
     *
     * @param changed its stages, with the cost of their calls
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

    /** The same run beside what it was expected to take. */
    public RunReport withEstimate(EstimateReport expected) {
        return toBuilder().estimate(expected.against(this)).build();
    }

    /** Starts the report of a run; figures not set are unknown, amounts 0. */
    public static RunReportBuilder builder(RunInfo run, RunStatus status, Instant startedAt) {
        return new RunReportBuilder(run, status, startedAt);
    }

    /** Starts a report that has everything of this one. */
    public RunReportBuilder toBuilder() {
        return new RunReportBuilder(this);
    }

    /**
     * What a run came to.
     *
     * @param tokens prompt and completion tokens
     * @param cost of the calls and of the devices held; decimal; null where nothing was priced
     * @param currency of all costs of the report; null where nothing was priced
     */
    public record Totals(
            long calls,
            long tokens,
            @Nullable BigDecimal cost,
            @Nullable String currency,
            Map<String, ModelFigures> perModel) {
        public Totals {
            Checks.notNegative(calls, "totals.calls");
            Checks.notNegative(tokens, "totals.tokens");
            Checks.notNegative(cost, "totals.cost");
            perModel = Checks.ordered(perModel, "totals.per_model");
        }
    }

    /** Sums per model calls, so that the totals add up by construction. */
    static Totals totals(Map<String, ModelFigures> perModel) {
        CallFigures sum =
                perModel.values().stream().map(ModelFigures::calls).reduce(CallFigures.NONE, CallFigures::plus);
        return new Totals(sum.count(), sum.tokens(), sum.cost(), null, perModel);
    }

    /**
     * A stage that took much of the run.
     *
     * @param share of the run's wall time, 0 to 1; stages side by side may add up to more
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
     * @param type the exception's class; {@code class} in JSON
     * @param message its message; null where it has none
     */
    public record Failure(@JsonProperty("class") String type, @Nullable String message) {
        public Failure {
            Checks.text(type, "error.class");
        }
    }
}
