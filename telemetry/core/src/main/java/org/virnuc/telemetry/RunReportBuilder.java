package org.virnuc.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names the fields of a {@link RunReport}; {@link RunReport#builder} and {@link RunReport#toBuilder} start one. */
public final class RunReportBuilder {
    private final RunInfo run;
    private final Instant startedAt;
    private RunStatus status;
    private @Nullable Instant endedAt;
    private double wallSeconds;
    private CpuTime cpu = CpuTime.UNKNOWN;
    private ResourceFigures resources = ResourceFigures.UNKNOWN;
    private @Nullable Long retries;
    private RunReport.@Nullable Failure error;
    private List<StageReport> stages = List.of();
    private RunReport.Totals totals = RunReport.totals(Map.of());
    private List<RunReport.Bottleneck> bottlenecks = List.of();
    private Map<String, Long> quantities = Map.of();
    private Map<String, Double> throughput = Map.of();
    private Map<String, Long> outcome = Map.of();
    private @Nullable BaselineReport baseline;
    private @Nullable EstimateReport estimate;
    private @Nullable PricingReport pricing;
    private @Nullable CostReport costs;
    private List<EventReport> events = List.of();
    private long eventsDropped;
    private long telemetryLosses;

    RunReportBuilder(RunInfo run, RunStatus status, Instant startedAt) {
        this.run = run;
        this.status = status;
        this.startedAt = startedAt;
    }

    RunReportBuilder(RunReport report) {
        this(
                new RunInfo(report.runId(), report.command(), report.version(), report.environment()),
                report.status(),
                report.startedAt());
        endedAt = report.endedAt();
        wallSeconds = report.wallSeconds();
        cpu = new CpuTime(report.cpuUserSeconds(), report.cpuSystemSeconds());
        resources = report.resources();
        retries = report.retries();
        error = report.error();
        stages = report.stages();
        totals = report.totals();
        bottlenecks = report.bottlenecks();
        quantities = report.quantities();
        throughput = report.throughput();
        outcome = report.outcome();
        baseline = report.baseline();
        estimate = report.estimate();
        pricing = report.pricing();
        costs = report.costs();
        events = report.events();
        eventsDropped = report.eventsDropped();
        telemetryLosses = report.telemetryLosses();
    }

    /** How the run stands. */
    public RunReportBuilder status(RunStatus other) {
        status = other;
        return this;
    }

    /** When it ended; null while it runs. */
    public RunReportBuilder endedAt(@Nullable Instant at) {
        endedAt = at;
        return this;
    }

    /** Time so far or in all. */
    public RunReportBuilder wallSeconds(double seconds) {
        wallSeconds = seconds;
        return this;
    }

    /** CPU time of the process since the run began; null where it is not to be had. */
    public RunReportBuilder cpuSeconds(@Nullable Double user, @Nullable Double system) {
        cpu = new CpuTime(user, system);
        return this;
    }

    /** What else the process used since the run began. */
    public RunReportBuilder resources(ResourceFigures used) {
        resources = used;
        return this;
    }

    /** How often failed work was tried again, in all stages; null where unknown. */
    public RunReportBuilder retries(@Nullable Long count) {
        retries = count;
        return this;
    }

    /** Why it failed; null where it did not. */
    public RunReportBuilder error(RunReport.@Nullable Failure failure) {
        error = failure;
        return this;
    }

    /** The stages in the order they began. */
    public RunReportBuilder stages(List<StageReport> inOrder) {
        stages = inOrder;
        return this;
    }

    /** Sums over the model calls of this run. */
    public RunReportBuilder totals(RunReport.Totals sums) {
        totals = sums;
        return this;
    }

    /** The stages that took longest, longest first. */
    public RunReportBuilder bottlenecks(List<RunReport.Bottleneck> longestFirst) {
        bottlenecks = longestFirst;
        return this;
    }

    /** Amounts of work done in this run, by name. */
    public RunReportBuilder quantities(Map<String, Long> amounts) {
        quantities = amounts;
        return this;
    }

    /** Each quantity per second of the run. */
    public RunReportBuilder throughput(Map<String, Double> rates) {
        throughput = rates;
        return this;
    }

    /** Counts of the result, in the order to show them. */
    public RunReportBuilder outcome(Map<String, Long> counts) {
        outcome = counts;
        return this;
    }

    /** Comparison with an earlier run; null where none was asked for. */
    public RunReportBuilder baseline(@Nullable BaselineReport comparison) {
        baseline = comparison;
        return this;
    }

    /** What the run was expected to take; null where that is not known. */
    public RunReportBuilder estimate(@Nullable EstimateReport expected) {
        estimate = expected;
        return this;
    }

    /** Which prices the costs follow; null where nothing was priced. */
    public RunReportBuilder pricing(@Nullable PricingReport prices) {
        pricing = prices;
        return this;
    }

    /** What was used, and what it cost where priced. */
    public RunReportBuilder costs(@Nullable CostReport spent) {
        costs = spent;
        return this;
    }

    /** The first events, and how many further ones there were. */
    public RunReportBuilder events(List<EventReport> first, long dropped) {
        events = first;
        eventsDropped = dropped;
        return this;
    }

    /** Events that a consumer failed to take. */
    public RunReportBuilder telemetryLosses(long count) {
        telemetryLosses = count;
        return this;
    }

    /** The report. */
    public RunReport build() {
        return new RunReport(
                RunReport.SCHEMA,
                run.runId(),
                run.command(),
                run.version(),
                status,
                startedAt,
                endedAt,
                wallSeconds,
                cpu.user(),
                cpu.system(),
                resources,
                retries,
                error,
                stages,
                totals,
                bottlenecks,
                quantities,
                throughput,
                outcome,
                baseline,
                estimate,
                pricing,
                costs,
                events,
                eventsDropped,
                telemetryLosses,
                run.environment());
    }
}
