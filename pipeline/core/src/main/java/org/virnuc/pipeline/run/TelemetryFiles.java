package org.virnuc.pipeline.run;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Reason;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.MarkdownReport;

/**
 * Writes {@code telemetry.json} at the start of a run and after every stage, and with {@code telemetry.md} every few
 * seconds and at the end. After a crash the files show how far the run came. If they cannot be written, the run
 * continues with a warning.
 */
public final class TelemetryFiles implements AutoCloseable {
    public static final String JSON_FILE = "telemetry.json";
    public static final String MARKDOWN_FILE = "telemetry.md";

    /** The folder for reports of earlier attempts that did not finish. */
    public static final String ATTEMPTS_FOLDER = "attempts";

    private static final Duration REWRITE_EVERY = Duration.ofSeconds(10);

    /** Changes within this time are written together. */
    private static final Duration SOON = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryFiles.class);

    private final RunDirectory directory;
    private final PipelineTelemetry telemetry;
    private final boolean wanted;
    private @Nullable ScheduledExecutorService rewriter;
    private final AtomicBoolean asked = new AtomicBoolean();
    private boolean ended;
    private @Nullable String loss;

    /**
     * Creates the files of a run. Moves the report of an earlier attempt aside and writes the first report immediately.
     *
     * @param wanted whether to write the files; if not, those of an earlier run are removed
     */
    public TelemetryFiles(RunDirectory directory, PipelineTelemetry telemetry, boolean wanted) throws IOException {
        this(directory, telemetry, wanted, REWRITE_EVERY);
    }

    TelemetryFiles(RunDirectory directory, PipelineTelemetry telemetry, boolean wanted, Duration every)
            throws IOException {
        this.directory = directory;
        this.telemetry = telemetry;
        this.wanted = wanted;
        if (wanted) {
            keepEarlier();
            removeEarlierPage();
            write(telemetry.snapshot(), false);
            startRewriting(every);
        } else {
            Files.deleteIfExists(directory.file(JSON_FILE));
            Files.deleteIfExists(directory.file(MARKDOWN_FILE));
        }
    }

    /** Writes the current state of the run. */
    public void write() {
        if (wanted) {
            write(telemetry.snapshot());
        }
    }

    /**
     * Writes the current state to {@code telemetry.json} after a short delay on another thread, so that stages do not
     * wait for the disk. Calls during the delay are combined.
     */
    public void writeSoon() {
        ScheduledExecutorService writer = rewriter;
        if (writer != null && asked.compareAndSet(false, true)) {
            var unused = writer.schedule(
                    () -> {
                        asked.set(false);
                        rewrite(false);
                    },
                    SOON.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Writes a report. After the report of an ended run, only another report of an ended run is written. */
    public void write(RunReport report) {
        write(report, true);
    }

    /**
     * Writes the report of an ended run on the background thread while this thread runs {@code meanwhile}, and returns
     * when both are finished.
     */
    public void write(RunReport report, Runnable meanwhile) {
        Future<?> written = rewriter == null ? null : rewriter.submit(() -> write(report));
        try {
            meanwhile.run();
        } finally {
            if (written != null) {
                await(written);
            }
        }
    }

    private static void await(Future<?> written) {
        boolean interrupted = false;
        while (!written.isDone()) {
            try {
                written.get();
            } catch (InterruptedException e) {
                interrupted = true; // the current write is completed nevertheless
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void write(RunReport report, boolean page) {
        if (!wanted || (ended && report.status() == RunStatus.RUNNING)) {
            return;
        }
        ended = report.status() != RunStatus.RUNNING;
        loss = null;
        boolean interrupted = Thread.interrupted(); // an interrupted thread could not write
        try {
            try {
                writeFiles(report, page);
            } catch (ClosedByInterruptException whileWriting) {
                interrupted = Thread.interrupted();
                writeFiles(report, page);
            }
        } catch (IOException | RuntimeException e) {
            String text = "telemetry could not be written to " + directory.root() + ": " + Reason.of(e);
            LOG.warn("{}", text);
            loss = text;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void writeFiles(RunReport report, boolean page) throws IOException {
        String json = JsonReport.render(report);
        if (page) {
            AtomicFile.write(directory.file(JSON_FILE), json);
            AtomicFile.write(directory.file(MARKDOWN_FILE), MarkdownReport.render(report));
        } else {
            AtomicFile.replaceQuickly(directory.file(JSON_FILE), json); // the next one comes within seconds
        }
    }

    /** The reason why the last write failed; empty if the files are up to date. */
    synchronized Optional<String> loss() {
        return Optional.ofNullable(loss);
    }

    /** Stops rewriting. */
    @Override
    public synchronized void close() {
        ended = true;
        if (rewriter != null) {
            rewriter.shutdown();
        }
    }

    private synchronized void rewrite(boolean page) {
        if (!ended) {
            write(telemetry.tellCosts(), page);
        }
    }

    private void keepEarlier() {
        try {
            EarlierAttempt.keep(directory.file(JSON_FILE), directory.file(ATTEMPTS_FOLDER))
                    .ifPresent(crash -> {
                        LOG.warn("{}", crash);
                        telemetry.event(EventClass.TELEMETRY, Severity.WARNING, crash, Map.of());
                    });
        } catch (IOException e) {
            LOG.warn("the report of the run before could not be kept in {}: {}", directory.root(), Reason.of(e));
        }
    }

    private void removeEarlierPage() {
        try {
            Files.deleteIfExists(directory.file(MARKDOWN_FILE));
        } catch (IOException e) {
            LOG.warn("the page of the run before could not be removed from {}: {}", directory.root(), Reason.of(e));
        }
    }

    private void startRewriting(Duration every) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "virnuc-telemetry");
            thread.setDaemon(true);
            return thread;
        });
        var unused = executor.scheduleAtFixedRate(
                () -> rewrite(true), every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        rewriter = executor;
    }
}
