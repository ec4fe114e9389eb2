package org.virnuc.telemetry.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.Reason;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetryListener;

/**
 * Records one attempt in the history: first that it is running, later how it ended. It writes on a thread of its own,
 * so that neither start nor end of a run waits for SQLite; {@link #close} waits for that thread for a bounded time. If
 * the history cannot be written, the attempt goes to the spool with a warning. No exception reaches the run.
 */
public final class HistoryRecorder implements TelemetryListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryRecorder.class);

    /** Longest wait in {@link #close}; longer than a writer waits for other writers. */
    private static final Duration LONGEST_END = RunHistory.PATIENCE.multipliedBy(2);

    private final Path file;
    private final HistorySpool spool;
    private final Duration busy;
    private final Duration longestEnd;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread writer = new Thread(work, "virnuc-history");
        writer.setDaemon(true);
        return writer;
    });
    private @Nullable Path directory;
    private RunDescription description = RunDescription.NONE;
    private @Nullable Origin origin;
    private @Nullable RunReport last;
    private @Nullable Future<?> written;
    /** Held while the spool is written, which can block on a slow disk. Guards {@code warned}. */
    private final ReentrantLock spooling = new ReentrantLock();

    private boolean warned;

    /** Creates a recorder for the history {@code file}. */
    public HistoryRecorder(Path file) {
        this(file, RunHistory.PATIENCE, LONGEST_END);
    }

    HistoryRecorder(Path file, Duration busy, Duration longestEnd) {
        this.file = file;
        this.spool = new HistorySpool(file);
        this.busy = busy;
        this.longestEnd = longestEnd;
    }

    /** Sets the directory of the run. Call this before the run starts. */
    public synchronized void directory(Path runDirectory) {
        directory = runDirectory;
    }

    /** Sets what the run is about. Call this before the run starts. */
    public synchronized void describe(RunDescription about) {
        description = about;
    }

    private synchronized RunDescription description() {
        return description;
    }

    @Override
    public boolean wantsModelCalls() {
        return false;
    }

    @Override
    public synchronized void onRunStarted(TelemetryEvent.RunStarted event) {
        Path where = Objects.requireNonNull(directory, "the run's directory");
        var unused = thread.submit(() -> begin(event, where));
    }

    @Override
    public synchronized void onRunEnded(TelemetryEvent.RunEnded event) {
        RunReport report = event.report();
        last = report;
        written = thread.submit(() -> end(report));
    }

    /** Waits until the end of the attempt is written. If that takes too long, the attempt goes to the spool. */
    @Override
    public void close() {
        RunReport report = last();
        Future<?> end = written();
        thread.shutdown();
        if (report == null || end == null) {
            return;
        }
        boolean interrupted = Thread.interrupted(); // a cancelled run is recorded like any other
        try {
            end.get(longestEnd.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException e) {
            interrupted |= e instanceof InterruptedException;
            keep(ended(report), "history " + file + " does not answer");
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            keep(ended(report), "history " + file + " failed (" + Reason.of(cause) + ")");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable RunReport last() {
        return last;
    }

    private synchronized @Nullable Future<?> written() {
        return written;
    }

    private void begin(TelemetryEvent.RunStarted started, Path where) {
        Origin self = Origin.here(where);
        synchronized (this) {
            origin = self;
        }
        Attempt attempt = Attempt.begun(started.run(), self, started.at()).described(description());
        try (RunHistory history = RunHistory.open(file, busy)) {
            history.tidy().problems().forEach(problem -> LOG.warn("{}", problem));
            history.record(attempt);
        } catch (RuntimeException | LinkageError e) {
            keep(attempt, problem(e));
        }
    }

    private void end(RunReport report) {
        Attempt attempt = ended(report);
        try (RunHistory history = RunHistory.open(file, busy)) {
            history.record(attempt);
            spool.remove(attempt.runId());
        } catch (IOException e) {
            LOG.debug("{} stays in the spool", attempt.runId(), e); // it will be imported again, which changes nothing
        } catch (RuntimeException | LinkageError e) {
            keep(attempt, problem(e));
        }
    }

    private Attempt ended(RunReport report) {
        return Attempt.of(report, here()).described(description());
    }

    private synchronized Origin here() {
        return origin == null ? Origin.here(Objects.requireNonNull(directory)) : origin;
    }

    /** Describes a failure. A library that cannot be loaded throws an Error whose message names no file. */
    private String problem(Throwable e) {
        return e instanceof HistoryException
                ? String.valueOf(e.getMessage())
                : "history " + file + " failed (" + Reason.of(e) + ")";
    }

    private void keep(Attempt attempt, String problem) {
        if (!locked()) {
            LOG.warn("{}; this run is not in the history, because {} does not answer either", problem, spool.folder());
            return;
        }
        try {
            spool.put(attempt);
            if (!warned) {
                LOG.warn("{}; this run is kept in {} and imported later", problem, spool.folder());
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "{}; this run is not in the history, because {} cannot be written either", problem, spool.folder());
        } finally {
            warned = true;
            spooling.unlock();
        }
    }

    private boolean locked() {
        try {
            return spooling.tryLock(longestEnd.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return spooling.tryLock();
        }
    }
}
