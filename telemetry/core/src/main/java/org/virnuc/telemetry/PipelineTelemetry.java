package org.virnuc.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Watches one run: {@link #builder} starts it, {@link #stage} brackets a stage, as do {@link #startStage} and {@link #endStage}, {@link
 * #finish} ends it. Every consumer learns of the run through one stream of events, the last of which carries the final report. Safe for
 * any number of threads; stages may overlap. What a consumer throws never reaches the run, and the run does not wait for consumers; only
 * its end does, for up to five seconds, and one second for a consumer that hangs.
 */
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

    /** Prepares the telemetry of a run, whose clock {@link PipelineTelemetryBuilder#start} starts. */
    public static PipelineTelemetryBuilder builder(RunInfo run) {
        return new PipelineTelemetryBuilder(run);
    }

    /** Starts a stage of {@code expectedItems} items, -1 where unknown. */
    public StageSpan startStage(String id, long expectedItems) {
        return startStage(id, expectedItems, "items");
    }

    /** Starts a stage; {@code unit} is what a display calls its items, such as {@code frames}. */
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

    /** The stage is done and its results are durable. The first end of a stage counts, further ones are ignored. */
    public void endStage(StageSpan span, StageFigures figures) {
        end(span, StageStatus.DONE, figures);
    }

    /**
     * Runs {@code work} as a stage: done where it returns, failed or cancelled where it throws. Items are those that the work tells its
     * span of; without any, the stage has one item in and one out. Work with other figures ends its span itself, by {@link
     * StageSpan#done}.
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
        } catch (Throwable e) { // whatever it is, also an Error, it is passed on
            failStage(span, e);
            throw e;
        }
    }

    /** The stage failed, or was cancelled where {@code error} stems from an interruption; it is reported with partial figures. */
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

    /** Ends a stage that nobody has ended. */
    void abandon(StageSpan span) {
        if (Thread.currentThread().isInterrupted()) {
            cancelStage(span, ABANDONED);
        } else {
            failStage(span, ABANDONED);
        }
    }

    /** The stage was stopped on purpose; it is reported with partial figures. */
    public void cancelStage(StageSpan span, String reason) {
        if (end(span, StageStatus.CANCELLED, null)) {
            events.record(span.id(), EventClass.STAGE, Severity.WARNING, "cancelled: " + reason, Map.of());
        }
    }

    /**
     * A stage that need not be executed.
     *
     * @param reason a word or two, such as {@code checkpoint}
     * @param original what it cost when it was executed
     * @param figures what it took in and gave out then
     */
    public void skipStage(String id, String reason, OriginalStage original, StageFigures figures) {
        long now = time.elapsed();
        StageSpan span = new StageSpan(this, id, -1, now, Usage.UNKNOWN);
        StageReport report = span.skip(reason, original, figures);
        if (progress.add(span)) {
            events.deliver(new TelemetryEvent.StageEnded(time.at(now), report));
        } else {
            events.lost();
        }
    }

    /** Records an event of the run; {@code details} hold numbers, booleans, text and lists of those, never sequences. */
    public void event(
            EventClass eventClass, Severity severity, String message, Map<String, ? extends @Nullable Object> details) {
        recordEvent(null, eventClass, severity, message, details);
    }

    /**
     * Tells what should be looked at twice, as an event of the class {@code guardrail}.
     *
     * @param stage that found it, in this run or in an earlier one; null where none did
     * @return how much it matters by the alerts
     */
    public Severity guardrail(@Nullable String stage, GuardrailHit hit) {
        Severity severity = alerts.severity(hit);
        recordEvent(stage, EventClass.GUARDRAIL, severity, hit.message(), events.details(hit));
        return severity;
    }

    /** Exchanges the thresholds of guardrail hits to come. */
    public void alerts(Alerts thresholds) {
        alerts = thresholds;
    }

    /** Adds to an end-to-end amount, such as {@code bases}, that was worked on in this run, not taken from an earlier one. */
    public void quantity(String name, long count) {
        progress.quantity(name, count);
    }

    /** Sets a count of the result; reports show them in the order first set. */
    public void outcome(String name, long count) {
        progress.outcome(name, count);
    }

    /**
     * Lets every report of the run carry its costs.
     *
     * @param devices held from start to end, with the names that a price sheet knows them by
     * @param prices puts the costs into a report, such as {@code new CostMeter(sheet)::price}
     */
    public void price(Map<String, String> devices, UnaryOperator<RunReport> prices) {
        reports.price(devices, prices);
    }

    /** Lets every report of the run compare it with what was expected of it. */
    public void expect(EstimateReport estimate) {
        reports.expect(estimate);
    }

    /**
     * Lets the final report of a run that is done say how it compares with an earlier one.
     *
     * @param baseline such as {@code Baseline.read(path)::compare}
     */
    public void compare(Function<RunReport, BaselineReport> baseline) {
        reports.compare(baseline);
    }

    /** The run so far; once finished, the final report. */
    public RunReport snapshot() {
        RunReport last = ended;
        return last != null ? last : assemble(RunStatus.RUNNING, null, time.elapsed());
    }

    /**
     * Ends the run; a stage still running is closed with partial figures, as cancelled if the run was, else as failed. Only the first
     * call counts; all return its report.
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

    /** Finishes a run that nobody finished, as failed. Sinks are closed by whoever opened them. */
    @Override
    public void close() {
        if (ended == null) {
            finish(RunStatus.FAILED, new IllegalStateException("the run was closed before it was finished"));
        }
    }

    String runId() {
        return runId;
    }

    /** Seconds since the run began. */
    public double elapsedSeconds() {
        return Timeline.seconds(time.elapsed());
    }

    long elapsed() {
        return time.elapsed();
    }

    Instant at(long elapsed) {
        return time.at(elapsed);
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
