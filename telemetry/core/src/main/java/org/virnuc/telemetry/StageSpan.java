package org.virnuc.telemetry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * A running stage. The pipeline reports progress, model calls, retries and events to it. Thread-safe.
 *
 * <p>In a {@code try} statement, a span that was not ended with {@link #done} is ended as failed. Reporting progress
 * costs little more than incrementing a counter and reading the clock. After the stage has ended, further reports are
 * ignored; model calls that arrive too late are counted as lost.
 */
@PublicApi
public final class StageSpan implements AutoCloseable {
    private static final long TELL_EVERY = TimeUnit.MILLISECONDS.toNanos(100);

    private final PipelineTelemetry telemetry;
    private final String id;
    private final long startedAt;
    private final Usage usageAtStart;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong expected;
    private final AtomicLong publishAt;
    private final AtomicLong retries = new AtomicLong();
    // Guarded by this, so that the stage's calls and the run's totals always agree.
    private final Map<String, Number> metrics = new LinkedHashMap<>();
    private final UsageMeter deviceUse;
    private long highestRss;
    private volatile @Nullable ArtifactReport artifact;
    private volatile @Nullable StageReport ended;

    /** Creates a span. {@code startedAt} is in nanoseconds since the start of the run. */
    StageSpan(PipelineTelemetry telemetry, String id, long expectedItems, long startedAt, Usage usageAtStart) {
        this.telemetry = telemetry;
        this.id = Checks.text(id, "stages.id");
        this.expected = new AtomicLong(expectedItems);
        this.startedAt = startedAt;
        this.publishAt = new AtomicLong(startedAt);
        this.usageAtStart = usageAtStart;
        this.deviceUse = new UsageMeter(startedAt);
        this.highestRss = usageAtStart.rssBytes() == null ? 0 : usageAtStart.rssBytes();
    }

    /** Returns the id of the stage. */
    public String id() {
        return id;
    }

    /** Returns the id of the run. */
    public String runId() {
        return telemetry.runId();
    }

    /**
     * Returns the seconds since the stage started. Code that needs this time before the stage ends should read it here
     * rather than measure it again.
     */
    public double elapsedSeconds() {
        return Timeline.seconds(telemetry.elapsed() - startedAt);
    }

    /** Sets the total number of items done. The number never decreases, so several threads may report in any order. */
    public void progress(long count) {
        done.accumulateAndGet(count, Math::max);
        publishProgress();
    }

    /** Returns the number of items done so far. */
    public long itemsDone() {
        return done.get();
    }

    /** Adds {@code count} to the number of items done. */
    public void advance(long count) {
        done.addAndGet(count);
        publishProgress();
    }

    /** Sets the number of items expected, once it is known; -1 if unknown. */
    public void expect(long total) {
        expected.set(total);
        publishProgress();
    }

    /** Adds a model call to the stage and to the run. */
    public void call(ModelCall call) {
        call(call, "");
    }

    /**
     * Adds a model call that belongs to a part of the stage's output, such as a file, which becomes durable
     * independently of other parts. The empty string stands for no particular part.
     */
    public void call(ModelCall call, String part) {
        call(call, part, CallUse.COMPUTE);
    }

    /**
     * Adds a model call that failed, or whose answer could not be used, and that will be repeated. Its cost is reported
     * separately.
     */
    public void retried(ModelCall call) {
        call(call, "", CallUse.RETRIED);
    }

    /** Marks all results so far as durable. Their cost does not count as wasted if the stage ends early. */
    public synchronized void markDurable() {
        deviceUse.markDurable(telemetry.elapsed());
    }

    /** Marks the results of one part of the output as durable, together with those of no particular part. */
    public synchronized void markDurable(String part) {
        deviceUse.markDurable(part, telemetry.elapsed());
    }

    /** Adds time that the stage spent loading a model, in seconds. */
    public synchronized void loaded(double seconds) {
        deviceUse.loaded(seconds);
    }

    private void call(ModelCall given, String part, CallUse use) {
        ModelCall call = telemetry.events().redacted(given);
        Added added = add(call, part, use);
        if (added != null) {
            telemetry.called(id, call, added.at, added.busyNanos);
        } else {
            telemetry.events().lost();
        }
    }

    /** Sets where the output of the stage is. */
    public void artifact(ArtifactReport output) {
        artifact = output;
    }

    /** Sets a metric in the report of the stage. */
    public void metric(String name, long value) {
        put(name, value);
    }

    /** Sets a metric in the report of the stage. A value that is not finite is left out. */
    public void metric(String name, double value) {
        put(name, value);
    }

    /** Records that some work failed with {@code cause} and is tried again. */
    public void retry(Throwable cause) {
        if (running()) {
            retries.incrementAndGet();
            event(EventClass.STAGE, Severity.WARNING, "tried again after " + Failures.describe(cause), Map.of());
        }
    }

    /**
     * Records that everything since the last {@link #markDurable} is lost and is tried again. The model calls in
     * question will be repeated, and their cost is reported separately.
     */
    public void restart(Throwable cause) {
        synchronized (this) {
            deviceUse.restart();
        }
        retry(cause);
    }

    /** Returns how often work was tried again so far. */
    public long retries() {
        return retries.get();
    }

    /** Records an informational event of class {@code stage}. */
    public void event(String message) {
        event(EventClass.STAGE, Severity.INFO, message, Map.of());
    }

    /**
     * Records an event of this stage.
     *
     * @param details numbers, booleans, text, and lists of these; never sequences
     */
    public void event(
            EventClass eventClass, Severity severity, String message, Map<String, ? extends @Nullable Object> details) {
        telemetry.recordEvent(id, eventClass, severity, message, details);
    }

    /** Ends the stage as done. Its results must be durable. Has no effect if the stage has already ended. */
    public void done(StageFigures figures) {
        telemetry.endStage(this, figures);
    }

    /**
     * Ends the stage as failed, or as cancelled if the thread was interrupted. Has no effect if the stage has already
     * ended.
     */
    @Override
    public void close() {
        telemetry.abandon(this);
    }

    boolean running() {
        return ended == null;
    }

    /**
     * Ends the stage. Returns null if it has already ended.
     *
     * @param figures null unless the stage is done
     */
    synchronized @Nullable StageReport end(StageStatus status, long now, Usage usage, @Nullable StageFigures figures) {
        if (!running()) {
            return null;
        }
        deviceUse.end(status == StageStatus.DONE, now);
        StageReport report = report(status, now, usage, figures);
        ended = report;
        return report;
    }

    /** Marks the stage as skipped. */
    synchronized StageReport skip(String reason, OriginalStage original, StageFigures figures) {
        Instant at = telemetry.at(startedAt);
        StageReport report = StageReport.builder(id, StageStatus.SKIPPED, at)
                .skippedReason(reason)
                .endedAt(at)
                .items(figures.itemsIn(), figures.itemsOut())
                .metrics(figures.metrics())
                .original(original)
                .artifact(artifact)
                .build();
        ended = report;
        return report;
    }

    /** Returns a consistent view of the stage and its calls by model. */
    synchronized State state(long now, Usage usage) {
        StageReport last = ended;
        return new State(
                last == null ? report(StageStatus.RUNNING, now, usage, null) : last,
                deviceUse.models(),
                deviceUse.report(id));
    }

    record State(StageReport report, Map<String, ModelFigures> models, StageCost usage) {}

    /** When a call was added, in nanoseconds since the start of the run, and the time that it kept its device busy. */
    private record Added(long at, long busyNanos) {}

    /** Adds a call. Returns null if the stage has already ended. */
    private synchronized @Nullable Added add(ModelCall call, String part, CallUse use) {
        if (!running()) {
            return null;
        }
        long now = telemetry.elapsed();
        return new Added(now, deviceUse.add(call, use, part, now));
    }

    private synchronized void put(String name, Number value) {
        metrics.put(name, value);
    }

    private void publishProgress() {
        long now = telemetry.elapsed();
        long due = publishAt.get();
        if (now >= due && running() && publishAt.compareAndSet(due, now + TELL_EVERY)) {
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
                .artifact(artifact)
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
