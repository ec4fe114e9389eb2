package org.virnuc.telemetry;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Builds the reports of a run: measures first, then costs, then the comparison with the estimate and, at the end of the
 * run, with its baseline.
 */
final class RunReportAssembler {
    private static final Logger LOG = LoggerFactory.getLogger(RunReportAssembler.class);

    private final RunInfo run;
    private final Timeline time;
    private final Redactor redactor;
    private final EventRecorder events;
    private final Usage usageAtStart;
    private final RunPricing pricing = new RunPricing();
    private volatile Supplier<List<GpuFigures>> gpus = List::of;
    private volatile @Nullable EstimateReport expected;
    private volatile @Nullable Function<RunReport, BaselineReport> comparison;

    RunReportAssembler(RunInfo run, Timeline time, Redactor redactor, EventRecorder events, Usage usageAtStart) {
        this.run = run;
        this.time = time;
        this.redactor = redactor;
        this.events = events;
        this.usageAtStart = usageAtStart;
    }

    void price(Map<String, String> devices, RunPrices prices) {
        pricing.set(devices, prices);
    }

    /** Returns whether the reports have costs. */
    boolean priced() {
        return pricing.any();
    }

    /** Returns a copy of the call with its cost. */
    ModelCall price(ModelCall call, long busyNanos) {
        return pricing.price(call, busyNanos);
    }

    void gpus(Supplier<List<GpuFigures>> figures) {
        gpus = figures;
    }

    void expect(EstimateReport estimate) {
        expected = estimate;
    }

    void compare(Function<RunReport, BaselineReport> baseline) {
        comparison = baseline;
    }

    /**
     * Builds a report.
     *
     * @param now nanoseconds since the start of the run
     * @param usage resources the process has used so far
     */
    RunReport assemble(RunStatus status, @Nullable Throwable error, long now, Usage usage, RunParts parts) {
        double wall = Timeline.seconds(now);
        CpuTime cpu = usage.cpu().since(usageAtStart.cpu());
        List<GpuFigures> ofGpus = gpus.get();
        EventLog log = status == RunStatus.RUNNING ? events.log() : events.logWithMisses();
        RunReport report = pricing.price(RunReport.builder(run, status, time.at(0))
                .endedAt(status == RunStatus.RUNNING ? null : time.at(now))
                .wallSeconds(wall)
                .cpuSeconds(cpu.user(), cpu.system())
                .resources(usage.since(usageAtStart, usage.peakRssBytes()))
                .retries(parts.retries())
                .error(error == null ? null : Failures.of(error, redactor))
                .stages(parts.stages())
                .totals(parts.totals())
                .bottlenecks(parts.bottlenecks(wall))
                .quantities(parts.quantities())
                .throughput(parts.throughput(wall))
                .outcome(parts.outcome())
                .costs(parts.costs(pricing.devices()))
                .gpus(ofGpus, parts.joulesPerMillion(ofGpus))
                .events(log.kept(), log.dropped())
                .telemetryLosses(events.losses())
                .build());
        EstimateReport estimate = expected;
        return compared(estimate == null ? report : report.withEstimate(estimate));
    }

    /**
     * Adds the comparison with the baseline. Only a run that is done has one, because the speed of an unfinished run
     * means nothing.
     */
    private RunReport compared(RunReport report) {
        Function<RunReport, BaselineReport> baseline = comparison;
        if (baseline == null || report.status() != RunStatus.DONE) {
            return report;
        }
        try {
            return report.withBaseline(baseline.apply(report).redacted(redactor));
        } catch (RuntimeException e) {
            LOG.warn("the run could not be compared with its baseline; its report contains no comparison", e);
            return report;
        }
    }
}
