package org.virnuc.telemetry.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Leftovers;
import org.virnuc.files.Reason;

/**
 * Writes the metrics of a run to a file for the textfile collector of Prometheus node_exporter. A thread of its own
 * replaces the file atomically every few seconds, and a last time when it is closed. If the file cannot be written, the
 * first failure is logged as a warning; the run continues.
 */
public final class MetricsFile implements AutoCloseable {
    /** Default interval at which the file is replaced. */
    public static final Duration EVERY = Duration.ofSeconds(10);

    /** Longest time that closing waits for a file system that does not respond. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(MetricsFile.class);

    private final Path file;
    private final RunMetrics metrics;
    private final ScheduledExecutorService writer;
    private boolean warned;
    private volatile boolean lost;

    private MetricsFile(Path file, RunMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
        this.writer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "virnuc-metrics-file");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts to update {@code file}, until closed. Its folder must exist. */
    public static MetricsFile open(Path file, RunMetrics metrics, Duration every) {
        MetricsFile opened = new MetricsFile(file, metrics);
        opened.writer.execute(() ->
                Leftovers.removeOld(Objects.requireNonNull(file.toAbsolutePath().getParent())));
        var unused = opened.writer.scheduleAtFixedRate(
                opened::write, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        return opened;
    }

    /** Whether the newest metrics could not be written. */
    public boolean isLost() {
        return lost;
    }

    /** Writes the final metrics and stops. */
    @Override
    public void close() {
        try {
            writer.submit(this::write).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the last metrics could not be written to {}", file, e);
            lost = true;
        }
        writer.shutdownNow();
    }

    private void write() {
        String text = metrics.render();
        if (text.isEmpty()) {
            return;
        }
        try {
            AtomicFile.replaceQuickly(file, text);
            lost = false;
        } catch (IOException | RuntimeException e) {
            if (!warned) {
                LOG.warn("metrics cannot be written to {} ({}); the run goes on", file, Reason.of(e));
            }
            warned = true;
            lost = true;
        }
    }
}
