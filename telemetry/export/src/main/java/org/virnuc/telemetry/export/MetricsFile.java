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

/**
 * A file that node_exporter's textfile collector reads: replaced as a whole every few seconds by a thread of its own, and once more when
 * closed. A file that cannot be written costs a warning, the first time, and nothing else.
 */
public final class MetricsFile implements AutoCloseable {
    /** How often the file is replaced while the run goes on. */
    public static final Duration EVERY = Duration.ofSeconds(10);

    /** How long closing waits for a file system that does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(MetricsFile.class);

    private final Path file;
    private final RunMetrics metrics;
    private final ScheduledExecutorService writer;
    private boolean warned;

    private MetricsFile(Path file, RunMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
        this.writer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "virnuc-metrics-file");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Keeps {@code file} up to date until closed; its folder must be there. */
    public static MetricsFile open(Path file, RunMetrics metrics, Duration every) {
        MetricsFile opened = new MetricsFile(file, metrics);
        opened.writer.execute(() ->
                Leftovers.removeOld(Objects.requireNonNull(file.toAbsolutePath().getParent())));
        var unused = opened.writer.scheduleAtFixedRate(
                opened::write, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        return opened;
    }

    /** Writes the last figures. */
    @Override
    public void close() {
        try {
            writer.submit(this::write).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the last metrics could not be written to {}", file, e);
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
        } catch (IOException | RuntimeException e) {
            if (!warned) {
                LOG.warn(
                        "metrics cannot be written to {} ({}); the run goes on",
                        file,
                        e.getClass().getSimpleName());
            }
            warned = true;
        }
    }
}
