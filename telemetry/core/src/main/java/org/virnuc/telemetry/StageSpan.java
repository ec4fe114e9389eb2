package org.virnuc.telemetry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A stage while it runs, told how it comes along; safe for any number of threads. In a {@code try} statement it is failed on leaving
 * unless {@link #done} was called before. Progress costs a counter and a look at the clock. Once
 * the stage has ended, what it is told is ignored; late model calls are counted as lost.
 */
public final class StageSpan implements AutoCloseable {
    private static final long TELL_EVERY = TimeUnit.MILLISECONDS.toNanos(100);

    private final PipelineTelemetry telemetry;
    private final String id;
    private final long startedAt;
    private final Usage usageAtStart;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong expected;
    private final AtomicLong tellAt;
    private final AtomicLong retries = new AtomicLong();
    // Guarded by this: so that a stage's calls and the run's totals agree at every moment.
    private final Map<String, Number> metrics = new LinkedHashMap<>();
    private final UsageMeter deviceUse;
    private long highestRss;
    private volatile @Nullable StageReport ended;

    /** {@code startedAt} in nanoseconds of the run. */
    StageSpan(PipelineTelemetry telemetry, String id, long expectedItems, long startedAt, Usage usageAtStart) {
        this.telemetry = telemetry;
        this.id = Checks.text(id, "stages.id");
        this.expected = new AtomicLong(expectedItems);
        this.startedAt = startedAt;
        this.tellAt = new AtomicLong(startedAt);
        this.usageAtStart = usageAtStart;
        this.deviceUse = new UsageMeter(startedAt);
        this.highestRss = usageAtStart.rssBytes() == null ? 0 : usageAtStart.rssBytes();
    }

    /** The stage's name. */
    public String id() {
        return id;
    }

    /** The id of its run. */
    public String runId() {
        return telemetry.runId();
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

    /** The items done so far. */
    public long itemsDone() {
        return done.get();
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
    public void call(ModelCall call) {
        call(call, "");
    }

    /** The same, for a part of the stage's output, such as a file, that becomes durable by itself; "" is for none in particular. */
    public void call(ModelCall call, String part) {
        call(call, part, CallUse.COMPUTE);
    }

    /** Adds a model call that failed or could not be used, and is made again; its cost is shown apart. */
    public void retried(ModelCall call) {
        call(call, "", CallUse.RETRIED);
    }

    /** All results so far are durable: what they cost is not wasted, should the stage end early. */
    public synchronized void markDurable() {
        deviceUse.markDurable(telemetry.elapsed());
    }

    /** The results for a part, and those for none in particular, are durable. */
    public synchronized void markDurable(String part) {
        deviceUse.markDurable(part, telemetry.elapsed());
    }

    /** Loading a model has taken {@code seconds} of the stage. */
    public synchronized void loaded(double seconds) {
        deviceUse.loaded(seconds);
    }

    private void call(ModelCall given, String part, CallUse use) {
        ModelCall call = telemetry.events().redacted(given);
        long at = add(call, part, use);
        if (at >= 0) {
            telemetry.events().called(id, call, at);
        } else {
            telemetry.events().lost();
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

    /** Some of the stage's work failed with {@code cause} and is tried again. */
    public void retry(Throwable cause) {
        if (running()) {
            retries.incrementAndGet();
            event(EventClass.STAGE, Severity.WARNING, "tried again after " + Failures.describe(cause), Map.of());
        }
    }

    /** The same, and everything since the last {@link #markDurable} is lost: its model calls are made again, and their cost is shown apart. */
    public void restart(Throwable cause) {
        synchronized (this) {
            deviceUse.restart();
        }
        retry(cause);
    }

    /** How often work was tried again so far. */
    public long retries() {
        return retries.get();
    }

    /** Records an event of class {@code stage} worth knowing. */
    public void event(String message) {
        event(EventClass.STAGE, Severity.INFO, message, Map.of());
    }

    /** Records an event of this stage. */
    public void event(
            EventClass eventClass, Severity severity, String message, Map<String, ? extends @Nullable Object> details) {
        telemetry.recordEvent(id, eventClass, severity, message, details);
    }

    /** The stage is done and its results are durable. Its first end counts, further ones are ignored. */
    public void done(StageFigures figures) {
        telemetry.endStage(this, figures);
    }

    /** Ends a stage that is not done, as failed, or as cancelled where the thread is interrupted; else does nothing. */
    @Override
    public void close() {
        telemetry.abandon(this);
    }

    boolean running() {
        return ended == null;
    }

    /** Ends the stage; null where it has ended before. Figures are null unless it came to its end. */
    synchronized @Nullable StageReport end(StageStatus status, long now, Usage usage, @Nullable StageFigures figures) {
        if (!running()) {
            return null;
        }
        deviceUse.end(status == StageStatus.DONE, now);
        StageReport report = report(status, now, usage, figures);
        ended = report;
        return report;
    }

    /** Marks the stage as not executed. */
    synchronized StageReport skip(String reason, OriginalStage original, StageFigures figures) {
        Instant at = telemetry.at(startedAt);
        StageReport report = StageReport.builder(id, StageStatus.SKIPPED, at)
                .skippedReason(reason)
                .endedAt(at)
                .items(figures.itemsIn(), figures.itemsOut())
                .metrics(figures.metrics())
                .original(original)
                .build();
        ended = report;
        return report;
    }

    /** The stage and its calls per model, as of one moment. */
    synchronized State state(long now, Usage usage) {
        StageReport last = ended;
        return new State(
                last == null ? report(StageStatus.RUNNING, now, usage, null) : last,
                deviceUse.models(),
                deviceUse.report(id));
    }

    record State(StageReport report, Map<String, ModelFigures> models, StageCost usage) {}

    /** When in the run the call was added, in nanoseconds; -1 where the stage has ended. */
    private synchronized long add(ModelCall call, String part, CallUse use) {
        if (!running()) {
            return -1;
        }
        long now = telemetry.elapsed();
        deviceUse.add(call, use, part, now);
        return now;
    }

    private synchronized void put(String name, Number value) {
        metrics.put(name, value);
    }

    private void tell() {
        long now = telemetry.elapsed();
        long due = tellAt.get();
        if (now >= due && running() && tellAt.compareAndSet(due, now + TELL_EVERY)) {
            telemetry
                    .events()
                    .deliver(new TelemetryEvent.StageProgressed(telemetry.at(now), id, done.get(), expected.get()));
        }
    }

    private StageReport report(StageStatus status, long now, Usage usage, @Nullable StageFigures figures) {
        CpuTime cpu = usage.cpu().since(usageAtStart.cpu());
        Long peak = usage.peakSince(usageAtStart, highestRss);
        highestRss = usage.rssBytes() == null ? highestRss : Math.max(highestRss, usage.rssBytes());
        CallFigures calls = deviceUse.models().values().stream()
                .map(ModelFigures::calls)
                .reduce(CallFigures.NONE, CallFigures::plus);
        return StageReport.builder(id, status, telemetry.at(startedAt))
                .endedAt(status == StageStatus.RUNNING ? null : telemetry.at(now))
                .wallSeconds(Timeline.seconds(now - startedAt))
                .cpuSeconds(cpu.user(), cpu.system())
                .resources(usage.since(usageAtStart, peak))
                .retries(retries.get())
                .items(
                        figures == null ? doneSoFar() : (Long) figures.itemsIn(),
                        figures == null ? null : (Long) figures.itemsOut())
                .metrics(allMetrics(calls, figures))
                .calls(calls)
                .build();
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
