package org.virnuc.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/** Builds a {@link RunReport} value by value. {@link RunReport#builder} and {@link RunReport#toBuilder} create one. */
@PublicApi
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
    private List<GpuFigures> gpus = List.of();
    private Map<String, Double> joulesPerMillion = Map.of();
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
        gpus = report.gpus();
        joulesPerMillion = report.joulesPerMillion();
        events = report.events();
        eventsDropped = report.eventsDropped();
        telemetryLosses = report.telemetryLosses();
    }

    /** Sets the status of the run. */
    public RunReportBuilder status(RunStatus other) {
        status = other;
        return this;
    }

    /** Sets the end of the run; null while it is running. */
    public RunReportBuilder endedAt(@Nullable Instant at) {
        endedAt = at;
        return this;
    }

    /** Sets the wall time so far, or in total, in seconds. */
    public RunReportBuilder wallSeconds(double seconds) {
        wallSeconds = seconds;
        return this;
    }

    /** Sets the CPU time of the process since the start of the run, in seconds; null if unknown. */
    public RunReportBuilder cpuSeconds(@Nullable Double user, @Nullable Double system) {
        cpu = new CpuTime(user, system);
        return this;
    }

    /** Sets the other resources that the process used since the start of the run. */
    public RunReportBuilder resources(ResourceFigures used) {
        resources = used;
        return this;
    }

    /** Sets how often failed work was tried again, over all stages; null if unknown. */
    public RunReportBuilder retries(@Nullable Long count) {
        retries = count;
        return this;
    }

    /** Sets why the run failed; null if it did not. */
    public RunReportBuilder error(RunReport.@Nullable Failure failure) {
        error = failure;
        return this;
    }

    /** Sets the stages, in the order they started. */
    public RunReportBuilder stages(List<StageReport> inOrder) {
        stages = inOrder;
        return this;
    }

    /** Sets the totals over the model calls of this run. */
    public RunReportBuilder totals(RunReport.Totals sums) {
        totals = sums;
        return this;
    }

    /** Sets the stages that took longest, longest first. */
    public RunReportBuilder bottlenecks(List<RunReport.Bottleneck> longestFirst) {
        bottlenecks = longestFirst;
        return this;
    }

    /** Sets the amounts of work done in this run, by name. */
    public RunReportBuilder quantities(Map<String, Long> amounts) {
        quantities = amounts;
        return this;
    }

    /** Sets each quantity per second of wall time. */
    public RunReportBuilder throughput(Map<String, Double> rates) {
        throughput = rates;
        return this;
    }

    /** Sets the counts that summarise the result, in the order in which reports show them. */
    public RunReportBuilder outcome(Map<String, Long> counts) {
        outcome = counts;
        return this;
    }

    /** Sets the comparison with an earlier run; null if there is none. */
    public RunReportBuilder baseline(@Nullable BaselineReport comparison) {
        baseline = comparison;
        return this;
    }

    /** Sets the estimate made before the run; null if there is none. */
    public RunReportBuilder estimate(@Nullable EstimateReport expected) {
        estimate = expected;
        return this;
    }

    /** Sets the prices that the costs are based on; null if nothing was priced. */
    public RunReportBuilder pricing(@Nullable PricingReport prices) {
        pricing = prices;
        return this;
    }

    /** Sets what was used and, where priced, what it cost. */
    public RunReportBuilder costs(@Nullable CostReport spent) {
        costs = spent;
        return this;
    }

    /** Sets how the GPUs of the run have fared, and their energy for a million of each quantity. */
    public RunReportBuilder gpus(List<GpuFigures> figures, Map<String, Double> joulesPerMillionOfEach) {
        gpus = figures;
        joulesPerMillion = joulesPerMillionOfEach;
        return this;
    }

    /** Sets the first events, and the number of further ones. */
    public RunReportBuilder events(List<EventReport> first, long dropped) {
        events = first;
        eventsDropped = dropped;
        return this;
    }

    /** Sets the number of events that a sink missed. */
    public RunReportBuilder telemetryLosses(long count) {
        telemetryLosses = count;
        return this;
    }

    /** Builds the report. */
    public RunReport build() {
        return new RunReport(
                RunReport.SCHEMA,
                RunReport.REVISION,
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
                gpus,
                joulesPerMillion,
                events,
                eventsDropped,
                telemetryLosses,
                run.environment());
    }
}
