package org.virnuc.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Measures one run of a pipeline: the time, resources, model calls and costs of its stages. Consumers, called sinks,
 * receive everything that happens as events; the last event carries the final report.
 *
 * <pre>{@code
 * TelemetryListener printer = new TelemetryListener() {
 *     public void onStageEnded(TelemetryEvent.StageEnded event) {
 *         System.out.println(event.report().id() + " took " + event.report().wallSeconds() + " s");
 *     }
 * };
 * RunInfo run = RunInfo.of("run-1").command("orders import").version("1.0");
 * try (PipelineTelemetry telemetry = PipelineTelemetry.builder(run).sinks(printer).start()) {
 *     // A stage as a block: done when the block returns, failed when it throws.
 *     List<Order> orders = telemetry.stage("read", span -> {
 *         List<Order> all = reader.read(file);
 *         span.advance(all.size());
 *         return all;
 *     });
 *     // A stage with a start and an end, for work that a block does not fit.
 *     StageSpan span = telemetry.startStage("score", orders.size(), "orders");
 *     try {
 *         for (Order order : orders) {
 *             scorer.score(order);
 *             span.advance(1);
 *         }
 *         telemetry.endStage(span, StageFigures.of(orders.size(), orders.size()));
 *     } catch (RuntimeException e) {
 *         telemetry.failStage(span, e);
 *         throw e;
 *     }
 *     RunReport report = telemetry.finish(RunStatus.DONE, null);
 *     System.out.print(SummaryReport.render(report));
 * }
 * }</pre>
 *
 * <p>Thread-safe; stages may overlap. An exception in a sink never reaches the run, and the run does not wait for
 * sinks. Only {@link #finish} waits: up to five seconds for sinks that are slow, and one second for a sink that hangs.
 */
@PublicApi
public final class PipelineTelemetry implements AutoCloseable {
    private static final String ABANDONED = "closed before it was done";

    private final String runId;
    private final Timeline time;
    private final Usage.Meter meter;
    private final EventRecorder events;
    private final RunReportAssembler reports;
    private final RunProgress progress = new RunProgress();
    private final Object finishing = new Object();
    private volatile @Nullable RunReport ended;
    private volatile Alerts alerts = Alerts.NONE;

    PipelineTelemetry(
            RunInfo given, TelemetryClock clock, List<TelemetrySink> sinks, Redactor redactor, Usage.Meter meter) {
        RunInfo run = given.redacted(redactor);
        this.runId = run.runId();
        this.time = new Timeline(clock);
        this.meter = meter;
        this.events = new EventRecorder(time, redactor, sinks);
        this.reports = new RunReportAssembler(run, time, redactor, events, meter.read());
        events.deliver(new TelemetryEvent.RunStarted(time.at(0), run));
    }

    /** Prepares the telemetry of a run. {@link PipelineTelemetryBuilder#start} starts it. */
    public static PipelineTelemetryBuilder builder(RunInfo run) {
        return new PipelineTelemetryBuilder(run);
    }

    /**
     * Starts a stage.
     *
     * @param expectedItems number of items the stage will process; -1 if unknown
     */
    public StageSpan startStage(String id, long expectedItems) {
        return startStage(id, expectedItems, "items");
    }

    /**
     * Starts a stage.
     *
     * @param expectedItems number of items the stage will process; -1 if unknown
     * @param unit what a display calls the items, such as {@code frames}
     */
    public StageSpan startStage(String id, long expectedItems, String unit) {
        long now = time.elapsed();
        StageSpan span = new StageSpan(this, id, expectedItems, now, meter.read());
        if (progress.add(span)) {
            events.deliver(new TelemetryEvent.StageStarted(time.at(now), id, expectedItems, unit));
        } else {
            span.end(StageStatus.CANCELLED, now, Usage.UNKNOWN, null);
            events.lost();
        }
        return span;
    }

    /** Ends a stage as done. Its results must be durable. Has no effect if the stage has already ended. */
    public void endStage(StageSpan span, StageFigures figures) {
        end(span, StageStatus.DONE, figures);
    }

    /**
     * Runs {@code work} as a stage. The stage is done if the work returns, and failed or cancelled if it throws. Its
     * items are those that the work reports to its span; if it reports none, the stage has one item in and one out.
     * Work with other figures calls {@link StageSpan#done} itself.
     *
     * @return what {@code work} returns
     * @throws E what {@code work} throws, unchanged
     */
    public <T extends @Nullable Object, E extends Throwable> T stage(String id, StageWork<T, E> work) throws E {
        StageSpan span = startStage(id, -1);
        try {
            T result = work.run(span);
            long items = Math.max(1, span.itemsDone());
            endStage(span, StageFigures.of(items, items));
            return result;
        } catch (Throwable e) { // also an Error; it is rethrown unchanged
            failStage(span, e);
            throw e;
        }
    }

    /**
     * Ends a stage as failed, or as cancelled if {@code error} was caused by an interrupt. The report contains its
     * figures so far. Has no effect if the stage has already ended.
     */
    public void failStage(StageSpan span, Throwable error) {
        if (Failures.isInterruption(error)) {
            cancelStage(span, events.describe(error));
        } else {
            failStage(span, events.describe(error));
        }
    }

    private void failStage(StageSpan span, String reason) {
        if (end(span, StageStatus.FAILED, null)) {
            events.record(span.id(), EventClass.STAGE, Severity.ERROR, "failed: " + reason, Map.of());
        }
    }

    /** Ends a stage that was left without an end. */
    void abandon(StageSpan span) {
        if (Thread.currentThread().isInterrupted()) {
            cancelStage(span, ABANDONED);
        } else {
            failStage(span, ABANDONED);
        }
    }

    /**
     * Ends a stage as cancelled, which means stopped on purpose. The report contains its figures so far. Has no effect
     * if the stage has already ended.
     */
    public void cancelStage(StageSpan span, String reason) {
        if (end(span, StageStatus.CANCELLED, null)) {
            events.record(span.id(), EventClass.STAGE, Severity.WARNING, "cancelled: " + reason, Map.of());
        }
    }

    /**
     * Records a stage that need not be executed.
     *
     * @param reason a word or two, such as {@code checkpoint}
     * @param original what the stage cost in the run that executed it
     * @param figures input and output counts of that execution
     */
    public void skipStage(String id, String reason, OriginalStage original, StageFigures figures) {
        skipStage(id, reason, original, figures, null);
    }

    /**
     * Records a stage that need not be executed, because its output is there.
     *
     * @param reason a word or two, such as {@code checkpoint}
     * @param original what the stage cost in the run that executed it
     * @param figures input and output counts of that execution
     * @param artifact where the output is; null if there is none
     */
    public void skipStage(
            String id, String reason, OriginalStage original, StageFigures figures, @Nullable ArtifactReport artifact) {
        long now = time.elapsed();
        StageSpan span = new StageSpan(this, id, -1, now, Usage.UNKNOWN);
        if (artifact != null) {
            span.artifact(artifact);
        }
        StageReport report = span.skip(reason, original, figures);
        if (progress.add(span)) {
            events.deliver(new TelemetryEvent.StageEnded(time.at(now), report));
        } else {
            events.lost();
        }
    }

    /**
     * Records an event of the run.
     *
     * @param details numbers, booleans, text, and lists of these; never sequences
     */
    public void event(
            EventClass eventClass, Severity severity, String message, Map<String, ? extends @Nullable Object> details) {
        recordEvent(null, eventClass, severity, message, details);
    }

    /**
     * Records a guardrail hit, as an event of class {@code guardrail}.
     *
     * @param stage the stage that found it, in this run or in an earlier one; null if no stage did
     * @return how much the hit matters, according to the alerts
     */
    public Severity guardrail(@Nullable String stage, GuardrailHit hit) {
        Severity severity = alerts.severity(hit);
        recordEvent(stage, EventClass.GUARDRAIL, severity, hit.message(), events.details(hit));
        return severity;
    }

    /** Sets the alerts that decide the severity of later guardrail hits. */
    public void alerts(Alerts thresholds) {
        alerts = thresholds;
    }

    /**
     * Adds to an amount of work done in this run, such as {@code bases}. Work taken over from earlier runs does not
     * count.
     */
    public void quantity(String name, long count) {
        progress.quantity(name, count);
    }

    /** Sets a count that summarises the result. Reports show these counts in the order in which they were first set. */
    public void outcome(String name, long count) {
        progress.outcome(name, count);
    }

    /**
     * Adds costs to all reports of the run.
     *
     * @param devices devices held from the start of the run to its end, with the type by which a price sheet knows each
     * @param prices computes the costs, for example {@code new CostMeter(sheet)}
     */
    public void price(Map<String, String> devices, RunPrices prices) {
        reports.price(devices, prices);
    }

    /** Adds to all reports of the run how its GPUs fare, for example {@code meter::figures} of a {@link GpuMeter}. */
    public void gpus(Supplier<List<GpuFigures>> figures) {
        reports.gpus(figures);
    }

    /** Adds a comparison with {@code estimate} to all reports of the run. */
    public void expect(EstimateReport estimate) {
        reports.expect(estimate);
    }

    /**
     * Adds a comparison with an earlier run to the final report, if the run is done.
     *
     * @param baseline compares a report with the earlier run, for example {@code Baseline.read(path)::compare}
     */
    public void compare(Function<RunReport, BaselineReport> baseline) {
        reports.compare(baseline);
    }

    /** Tells the sinks what the run has cost so far, if it has prices, and returns its report as {@link #snapshot} does. */
    public RunReport tellCosts() {
        RunReport report = snapshot();
        if (report.status() == RunStatus.RUNNING && reports.priced()) {
            events.deliver(new TelemetryEvent.CostsUpdated(time.at(time.elapsed()), report));
        }
        return report;
    }

    /** Returns the report of the run so far, or the final report if the run has ended. */
    public RunReport snapshot() {
        RunReport last = ended;
        return last != null ? last : assemble(RunStatus.RUNNING, null, time.elapsed());
    }

    /**
     * Ends the run and returns its final report. Stages that are still running are ended with their figures so far: as
     * cancelled if the run was cancelled, otherwise as failed. Only the first call has an effect; later calls return
     * the same report.
     *
     * @param status {@code DONE}, {@code FAILED} or {@code CANCELLED}
     * @param error why the run failed; null if it did not
     * @throws IllegalArgumentException if {@code status} is {@code RUNNING} or {@code CRASHED}
     */
    public RunReport finish(RunStatus status, @Nullable Throwable error) {
        if (status == RunStatus.RUNNING || status == RunStatus.CRASHED) {
            throw new IllegalArgumentException("a run cannot be finished as " + status.word());
        }
        synchronized (finishing) {
            RunReport last = ended;
            if (last != null) {
                return last;
            }
            closeOpenStages(status);
            long now = time.elapsed();
            events.flush();
            RunReport report = assemble(status, error, now);
            ended = report;
            events.deliver(new TelemetryEvent.RunEnded(time.at(now), report));
            events.close();
            if (events.losses() > 0) {
                report = assemble(status, error, now);
                ended = report;
            }
            return report;
        }
    }

    /** Ends the run as failed if it has not ended. Does not close the sinks; the caller that opened them must close them. */
    @Override
    public void close() {
        if (ended == null) {
            finish(RunStatus.FAILED, new IllegalStateException("the run was closed before it was finished"));
        }
    }

    String runId() {
        return runId;
    }

    /** Returns the seconds since the run started. */
    public double elapsedSeconds() {
        return Timeline.seconds(time.elapsed());
    }

    long elapsed() {
        return time.elapsed();
    }

    Instant at(long elapsed) {
        return time.at(elapsed);
    }

    /**
     * Delivers a model call with its cost.
     *
     * @param at nanoseconds since the start of the run
     * @param busyNanos see {@link RunPrices#cost}
     */
    void called(String stage, ModelCall call, long at, long busyNanos) {
        events.called(stage, () -> reports.price(call, busyNanos), at);
    }

    EventRecorder events() {
        return events;
    }

    void recordEvent(
            @Nullable String stage,
            EventClass eventClass,
            Severity severity,
            String message,
            Map<String, ? extends @Nullable Object> details) {
        if (ended == null) {
            events.record(stage, eventClass, severity, message, details);
        } else {
            events.lost();
        }
    }

    private boolean end(StageSpan span, StageStatus status, @Nullable StageFigures figures) {
        long now = time.elapsed();
        StageReport report = span.end(status, now, meter.read(), figures);
        if (report != null) {
            tellCosts(); // first, so that who hears of the end of a stage knows what it has cost
            events.deliver(new TelemetryEvent.StageEnded(time.at(now), report));
        }
        return report != null;
    }

    private void closeOpenStages(RunStatus status) {
        for (StageSpan span : progress.close()) {
            if (end(span, status == RunStatus.CANCELLED ? StageStatus.CANCELLED : StageStatus.FAILED, null)) {
                String message = "still running when the run ended as " + status.word();
                events.record(span.id(), EventClass.STAGE, Severity.WARNING, message, Map.of());
            }
        }
    }

    private RunReport assemble(RunStatus status, @Nullable Throwable error, long now) {
        Usage usage = meter.read();
        return reports.assemble(status, error, now, usage, progress.parts(now, usage));
    }
}
