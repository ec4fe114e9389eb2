package org.virnuc.engine.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.Interruption;
import org.virnuc.telemetry.StageSpan;

/**
 * Begins a stage again that a transient fault of disk or network file system has ended, with growing pauses. What else fails, a full disk
 * or bad input, would fail again.
 *
 * <p>Failsafe (3.3, 144 kB, tried) would save a loop of a dozen lines, but wraps an {@link IOException} or an interrupt in an exception of
 * its own, and the retry of downloads in {@code models} has only the doubling of the pause in common with this one.
 */
final class StageRetry {
    /** Three further attempts, after 1, 2 and 4 seconds. */
    private static final int MOST_RETRIES = 3;

    /** As the system says them in English. */
    private static final List<String> TRANSIENT = List.of(
            "input/output error",
            "stale file handle",
            "connection timed out",
            "connection reset",
            "resource temporarily unavailable",
            "device or resource busy",
            "transport endpoint is not connected",
            "remote i/o error",
            "interrupted system call");

    private static final Logger LOG = LoggerFactory.getLogger(StageRetry.class);

    private final Pause pause;

    /** Waits; tests only write down how long. */
    @FunctionalInterface
    interface Pause {
        void seconds(long seconds) throws InterruptedException;
    }

    /** One attempt at the stage, from what is on disk. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    StageRetry(Pause pause) {
        this.pause = pause;
    }

    /** With pauses by the clock. */
    static StageRetry byTheClock() {
        return new StageRetry(TimeUnit.SECONDS::sleep);
    }

    /** The result of the first attempt that comes to its end, or the failure of the last. */
    <T> T run(StageSpan span, Attempt<T> attempt) throws IOException, InterruptedException {
        for (int retries = 0; ; retries++) {
            try {
                return attempt.run();
            } catch (IOException | UncheckedIOException e) {
                if (retries == MOST_RETRIES || !isTransient(e)) {
                    throw e;
                }
                long seconds = 1L << retries;
                LOG.warn("{}: {}; trying again in {} s", span.id(), e.getMessage(), seconds);
                span.restart(e);
                pause.seconds(seconds);
            }
        }
    }

    /** Whether the same may go well a moment later. */
    static boolean isTransient(Throwable e) {
        if (Interruption.caused(e)) {
            return false;
        }
        Throwable fault =
                e instanceof UncheckedIOException unchecked && unchecked.getCause() != null ? unchecked.getCause() : e;
        String text = fault instanceof FileSystemException files ? files.getReason() : fault.getMessage();
        String said = text == null ? "" : text.toLowerCase(Locale.ROOT);
        return TRANSIENT.stream().anyMatch(said::contains);
    }
}
