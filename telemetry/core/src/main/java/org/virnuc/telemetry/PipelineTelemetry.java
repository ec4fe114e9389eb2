package org.virnuc.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Watches one run: bracket each stage by {@link #startStage} and {@link #endStage}, {@link #finish} the run, and every consumer learns of
 * it through one stream of events. Safe for any number of threads; stages may overlap. What a consumer throws never reaches the run,
 * and the run does not wait for consumers; only its end does, for up to five seconds, and one second for a consumer that hangs.
 */
public final class PipelineTelemetry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineTelemetry.class);

    private final Redactor redactor;
    private final RunInfo run;
    private final Timeline time;
    private final Usage.Meter meter;
    private final Usage usageAtStart;
    private final SinkFanout sinks;
    private final EventLog events = new EventLog();
    private final RunPricing pricing = new RunPricing();
    private final Object finishing = new Object();
    // Guarded by stages.
    private final List<StageSpan> stages = new ArrayList<>();
    private final Map<String, Long> quantities = new LinkedHashMap<>();
    private final Map<String, Long> outcome = new LinkedHashMap<>();
    private boolean closed;
    private volatile @Nullable RunReport ended;
    private volatile Alerts alerts = Alerts.NONE;
    private volatile @Nullable EstimateReport expected;

    /** Starts the run's clock and tells {@code sinks} so. */
    public PipelineTelemetry(RunInfo run, TelemetryClock clock, List<TelemetrySink> sinks) {
        this(run, clock, sinks, Redactor.off());
    }

    /** The same; every text goes through {@code redactor} before any sink or report sees it. */
    public PipelineTelemetry(RunInfo run, TelemetryClock clock, List<TelemetrySink> sinks, Redactor redactor) {
        this(run, clock, sinks, redactor, new ProcessUsage());
    }

    /** Starts a run of which nothing but time and counts is wanted. */
    public static PipelineTelemetry unmeasured(
            RunInfo run, TelemetryClock clock, List<TelemetrySink> sinks, Redactor redactor) {
        return new PipelineTelemetry(run, clock, sinks, redactor, () -> Usage.UNKNOWN);
    }

    PipelineTelemetry(RunInfo run, TelemetryClock clock, List<TelemetrySink> sinks, Usage.Meter meter) {
        this(run, clock, sinks, Redactor.off(), meter);
    }

    PipelineTelemetry(
            RunInfo run, TelemetryClock clock, List<TelemetrySink> sinks, Redactor redactor, Usage.Meter meter) {
        this.redactor = redactor;
        this.run = run.redacted(redactor);
        this.time = new Timeline(clock);
        this.meter = meter;
        this.usageAtStart = meter.read();
        this.sinks = new SinkFanout(sinks, this::sinkFailed);
        this.sinks.deliver(new TelemetryEvent.RunStarted(time.at(0), this.run));
    }

    /** Starts a stage of {@code expectedItems} items, -1 where unknown. */
    public StageSpan startStage(String id, long expectedItems) {
        return startStage(id, expectedItems, "items");
    }

    /** Starts a stage; {@code unit} is what a display calls its items, such as {@code frames}. */
    public StageSpan startStage(String id, long expectedItems, String unit) {
        long now = time.elapsed();
        StageSpan span = new StageSpan(this, id, expectedItems, now, meter.read());
        if (add(span)) {
            sinks.deliver(new TelemetryEvent.StageStarted(time.at(now), id, expectedItems, unit));
        } else {
            span.end(StageStatus.CANCELLED, now, Usage.UNKNOWN, null);
            lost();
        }
        return span;
    }

    /** The stage is done and its results are durable. The first end of a stage counts, further ones are ignored. */
    public void endStage(StageSpan span, StageFigures figures) {
        end(span, StageStatus.DONE, figures);
    }

    /** The stage failed, or was cancelled where {@code error} stems from an interruption; it is reported with partial figures. */
    public void failStage(StageSpan span, Throwable error) {
        if (Failures.isInterruption(error)) {
            cancelStage(span, redactor.text(Failures.describe(error), error));
        } else if (end(span, StageStatus.FAILED, null)) {
            record(
                    span.id(),
                    EventClass.STAGE,
                    Severity.ERROR,
                    "failed: " + redactor.text(Failures.describe(error), error),
                    Map.of());
        }
    }

    /** The stage was stopped on purpose; it is reported with partial figures. */
    public void cancelStage(StageSpan span, String reason) {
        if (end(span, StageStatus.CANCELLED, null)) {
            record(span.id(), EventClass.STAGE, Severity.WARNING, "cancelled: " + reason, Map.of());
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
        if (add(span)) {
            sinks.deliver(new TelemetryEvent.StageEnded(time.at(now), report));
        } else {
            lost();
        }
    }

    /** Records an event of the run; {@code details} hold numbers, booleans, text and lists of those, never sequences. */
    public void event(
            EventClass eventClass, Severity severity, String message, Map<String, ? extends @Nullable Object> details) {
        noted(null, eventClass, severity, message, details);
    }

    /**
     * Tells what should be looked at twice, as an event of the class {@code guardrail}.
     *
     * @param stage that found it, in this run or in an earlier one; null where none did
     * @return how much it matters by the alerts
     */
    public Severity guardrail(@Nullable String stage, GuardrailHit hit) {
        Map<String, @Nullable Object> details = hit.details();
        details.put("first", hit.first().stream().map(redactor::id).toList());
        Severity severity = alerts.severity(hit);
        noted(stage, EventClass.GUARDRAIL, severity, hit.message(), details);
        return severity;
    }

    /** Exchanges the thresholds of guardrail hits to come. */
    public void alerts(Alerts thresholds) {
        alerts = thresholds;
    }

    /** Adds to an end-to-end amount, such as {@code bases}, that was worked on in this run, not taken from an earlier one. */
    public void quantity(String name, long count) {
        Checks.notNegative(count, "quantities." + name);
        synchronized (stages) {
            quantities.merge(name, count, Long::sum);
        }
    }

    /** Sets a count of the result; reports show them in the order first set. */
    public void outcome(String name, long count) {
        Checks.notNegative(count, "outcome." + name);
        synchronized (stages) {
            outcome.put(name, count);
        }
    }

    /**
     * Lets every report of the run carry its costs.
     *
     * @param devices held from start to end, with the names that a price sheet knows them by
     * @param prices puts the costs into a report, such as {@code new CostMeter(sheet)::price}
     */
    public void price(Map<String, String> devices, UnaryOperator<RunReport> prices) {
        pricing.set(devices, prices);
    }

    /** Lets every report of the run compare it with what was expected of it. */
    public void expect(EstimateReport estimate) {
        expected = estimate;
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
            sinks.flush();
            RunReport report = assemble(status, error, now);
            ended = report;
            sinks.deliver(new TelemetryEvent.RunEnded(time.at(now), report));
            sinks.flush();
            sinks.close();
            sinks.missed((sink, count) -> events.add(missed(sink, count)));
            if (sinks.losses() > 0) {
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
        return run.runId();
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

    void progressed(TelemetryEvent.StageProgressed event) {
        sinks.deliver(event);
    }

    void called(StageSpan span, ModelCall call, long elapsed) {
        if (sinks.takeCalls()) {
            sinks.deliver(new TelemetryEvent.ModelCalled(time.at(elapsed), span.id(), call));
        }
    }

    /** A call without what is sensitive. */
    ModelCall redacted(ModelCall call) {
        return call.redacted(redactor);
    }

    void lost() {
        sinks.lose();
    }

    void noted(
            @Nullable String stage,
            EventClass eventClass,
            Severity severity,
            String message,
            Map<String, ? extends @Nullable Object> details) {
        if (ended == null) {
            record(stage, eventClass, severity, message, details);
        } else {
            lost();
        }
    }

    private void record(
            @Nullable String stage,
            EventClass eventClass,
            Severity severity,
            String message,
            Map<String, ? extends @Nullable Object> details) {
        EventReport event = new EventReport(
                time.at(time.elapsed()), eventClass, severity, stage, redactor.text(message), redactedDetails(details));
        events.add(event);
        sinks.deliver(new TelemetryEvent.Noted(event));
    }

    private Map<String, Object> redactedDetails(Map<String, ? extends @Nullable Object> details) {
        Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
        details.forEach((name, value) -> redacted.put(name, redactor.value(value)));
        return PlainValues.details(redacted, "events.details");
    }

    /** A sink has thrown {@code problem}, or does not keep up. */
    private void sinkFailed(TelemetrySink sink, @Nullable Throwable problem) {
        String name = sink.getClass().getName();
        LOG.warn("telemetry sink {} misses events; the run goes on", name, problem);
        String message = problem == null
                ? "a telemetry sink does not keep up and misses events"
                : "a telemetry sink failed and misses events: " + Failures.describe(problem);
        record(null, EventClass.TELEMETRY, Severity.WARNING, message, Map.of("sink", name));
    }

    private EventReport missed(TelemetrySink sink, long count) {
        return new EventReport(
                time.at(time.elapsed()),
                EventClass.TELEMETRY,
                Severity.WARNING,
                null,
                "a telemetry sink that did not keep up has missed " + count + " events",
                Map.of("sink", sink.getClass().getName(), "missed", count));
    }

    private boolean add(StageSpan span) {
        synchronized (stages) {
            return !closed && stages.add(span);
        }
    }

    private boolean end(StageSpan span, StageStatus status, @Nullable StageFigures figures) {
        long now = time.elapsed();
        StageReport report = span.end(status, now, meter.read(), figures);
        if (report != null) {
            sinks.deliver(new TelemetryEvent.StageEnded(time.at(now), report));
        }
        return report != null;
    }

    private void closeOpenStages(RunStatus status) {
        List<StageSpan> open;
        synchronized (stages) {
            closed = true;
            open = stages.stream().filter(StageSpan::running).toList();
        }
        for (StageSpan span : open) {
            if (end(span, status == RunStatus.CANCELLED ? StageStatus.CANCELLED : StageStatus.FAILED, null)) {
                String message = "still running when the run ended as " + status.word();
                record(span.id(), EventClass.STAGE, Severity.WARNING, message, Map.of());
            }
        }
    }

    private RunReport assemble(RunStatus status, @Nullable Throwable error, long now) {
        RunParts parts;
        Usage usage = meter.read();
        synchronized (stages) {
            List<StageSpan.State> states =
                    stages.stream().map(span -> span.state(now, usage)).toList();
            parts = new RunParts(states, new LinkedHashMap<>(quantities), new LinkedHashMap<>(outcome));
        }
        double wall = Timeline.seconds(now);
        CpuTime cpu = usage.cpu().since(usageAtStart.cpu());
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
                .events(events.kept(), events.dropped())
                .telemetryLosses(sinks.losses())
                .build());
        EstimateReport estimate = expected;
        return estimate == null ? report : report.withEstimate(estimate);
    }
}
