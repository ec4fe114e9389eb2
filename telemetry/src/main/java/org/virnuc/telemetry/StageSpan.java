package org.virnuc.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A stage while it runs, told how it comes along; safe for any number of threads. Progress costs a counter and a look at the clock. Once
 * the stage has ended, what it is told is ignored; late model calls are counted as lost.
 */
public final class StageSpan {
    private static final long TELL_EVERY = TimeUnit.MILLISECONDS.toNanos(100);

    private final PipelineTelemetry telemetry;
    private final String id;
    private final long startedAt;
    private final CpuTime cpuAtStart;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong expected;
    private final AtomicLong tellAt;
    // Guarded by this: so that a stage's calls and the run's totals agree at every moment.
    private final Map<String, Number> metrics = new LinkedHashMap<>();
    private final Map<String, ModelFigures> models = new LinkedHashMap<>();
    private volatile @Nullable StageReport ended;

    /** {@code startedAt} in nanoseconds of the run. */
    StageSpan(PipelineTelemetry telemetry, String id, long expectedItems, long startedAt, CpuTime cpuAtStart) {
        this.telemetry = telemetry;
        this.id = Checks.text(id, "stages.id");
        this.expected = new AtomicLong(expectedItems);
        this.startedAt = startedAt;
        this.tellAt = new AtomicLong(startedAt);
        this.cpuAtStart = cpuAtStart;
    }

    /** The stage's name. */
    public String id() {
        return id;
    }

    /** Seconds since the stage began, for whoever writes them down before it ends; the run's only stopwatch. */
    public double elapsedSeconds() {
        return Timeline.seconds(telemetry.elapsed() - startedAt);
    }

    /** {@code count} items are done in all; never goes back, so that threads may tell in any order. */
    public void progress(long count) {
        done.accumulateAndGet(count, Math::max);
        tell();
    }

    /** {@code count} more items are done. */
    public void advance(long count) {
        done.addAndGet(count);
        tell();
    }

    /** The number of items is known now; -1 for unknown. */
    public void expect(long total) {
        expected.set(total);
        tell();
    }

    /** Adds a model call to the stage and to the run. */
    public void call(ModelCall given) {
        ModelCall call = telemetry.redacted(given);
        if (add(call)) {
            telemetry.called(this, call);
        } else {
            telemetry.lost();
        }
    }

    /** Sets a number of the stage's report. */
    public void metric(String name, long value) {
        put(name, value);
    }

    /** Sets a number of the stage's report; one that is not finite is left out. */
    public void metric(String name, double value) {
        put(name, value);
    }

    /** Records an event of class {@code stage} worth knowing. */
    public void note(String message) {
        note(EventClass.STAGE, Severity.INFO, message, Map.of());
    }

    /** Records an event of this stage. */
    public void note(
            EventClass eventClass, Severity severity, String message, Map<String, ? extends @Nullable Object> details) {
        telemetry.noted(id, eventClass, severity, message, details);
    }

    /** CPU time when the stage began. */
    CpuTime cpuAtStart() {
        return cpuAtStart;
    }

    boolean running() {
        return ended == null;
    }

    /** Ends the stage; null where it has ended before. Figures are null unless it came to its end. */
    synchronized @Nullable StageReport end(StageStatus status, long now, CpuTime cpu, @Nullable StageFigures figures) {
        if (!running()) {
            return null;
        }
        StageReport report = report(status, now, cpu, figures);
        ended = report;
        return report;
    }

    /** Marks the stage as not executed. */
    synchronized StageReport skip(String reason, OriginalStage original, StageFigures figures) {
        StageReport report = new StageReport(
                id,
                StageStatus.SKIPPED,
                reason,
                telemetry.at(startedAt),
                telemetry.at(startedAt),
                0,
                null,
                null,
                figures.itemsIn(),
                figures.itemsOut(),
                figures.metrics(),
                CallFigures.NONE,
                original);
        ended = report;
        return report;
    }

    /** The stage and its calls per model, as of one moment. */
    synchronized State state(long now, CpuTime cpu) {
        StageReport last = ended;
        return new State(
                last == null ? report(StageStatus.RUNNING, now, cpu, null) : last, new LinkedHashMap<>(models));
    }

    record State(StageReport report, Map<String, ModelFigures> models) {}

    private synchronized boolean add(ModelCall call) {
        if (!running()) {
            return false;
        }
        models.merge(call.model(), ModelFigures.of(call), ModelFigures::plus);
        return true;
    }

    private synchronized void put(String name, Number value) {
        metrics.put(name, value);
    }

    private void tell() {
        long now = telemetry.elapsed();
        long due = tellAt.get();
        if (now >= due && running() && tellAt.compareAndSet(due, now + TELL_EVERY)) {
            telemetry.progressed(new TelemetryEvent.StageProgressed(telemetry.at(now), id, done.get(), expected.get()));
        }
    }

    private StageReport report(StageStatus status, long now, CpuTime cpu, @Nullable StageFigures figures) {
        CallFigures calls =
                models.values().stream().map(ModelFigures::calls).reduce(CallFigures.NONE, CallFigures::plus);
        return new StageReport(
                id,
                status,
                null,
                telemetry.at(startedAt),
                status == StageStatus.RUNNING ? null : telemetry.at(now),
                Timeline.seconds(now - startedAt),
                cpu.user(),
                cpu.system(),
                figures == null ? doneSoFar() : (Long) figures.itemsIn(),
                figures == null ? null : (Long) figures.itemsOut(),
                allMetrics(calls, figures),
                calls,
                null);
    }

    private @Nullable Long doneSoFar() {
        return done.get() == 0 && expected.get() < 0 ? null : (Long) done.get();
    }

    private Map<String, Number> allMetrics(CallFigures calls, @Nullable StageFigures figures) {
        Map<String, Number> all = new LinkedHashMap<>();
        Double padding = calls.paddingShare();
        if (padding != null) {
            all.put(StageReport.PADDING_SHARE, padding);
        }
        if (figures == null && expected.get() >= 0) {
            all.put(StageReport.ITEMS_EXPECTED, expected.get());
        }
        all.putAll(metrics);
        if (figures != null) {
            all.putAll(figures.metrics());
        }
        return all;
    }
}
