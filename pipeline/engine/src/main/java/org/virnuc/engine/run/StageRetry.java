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
import org.virnuc.files.Reason;
import org.virnuc.telemetry.StageSpan;

/**
 * Repeats a stage that failed because of a transient fault of a disk or network file system, after increasing pauses.
 * Other failures, such as a full disk or invalid input, are not retried.
 *
 * <p>Failsafe (3.3, 144 kB, tried) would save a dozen lines, but wraps an {@link IOException} or an interrupt in an
 * exception of its own. The retry of downloads in {@code models} shares only the doubling of the pause.
 */
final class StageRetry {
    /** Three retries, after 1, 2 and 4 seconds. */
    private static final int MOST_RETRIES = 3;

    /** Error texts of the operating system, in English. */
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

    /** Waits between attempts. Tests replace it to record the durations. */
    @FunctionalInterface
    interface Pause {
        void seconds(long seconds) throws InterruptedException;
    }

    /** One attempt at the stage, starting from the files on disk. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    StageRetry(Pause pause) {
        this.pause = pause;
    }

    /** Creates a retry that waits in real time. */
    static StageRetry byTheClock() {
        return new StageRetry(TimeUnit.SECONDS::sleep);
    }

    /** Returns the result of the first successful attempt or throws the failure of the last. */
    <T> T run(StageSpan span, Attempt<T> attempt) throws IOException, InterruptedException {
        for (int retries = 0; ; retries++) {
            try {
                return attempt.run();
            } catch (IOException | UncheckedIOException e) {
                if (retries == MOST_RETRIES || !isTransient(e)) {
                    throw e;
                }
                long seconds = 1L << retries;
                LOG.warn("{}: {}; trying again in {} s", span.id(), Reason.of(e), seconds);
                span.restart(e);
                pause.seconds(seconds);
            }
        }
    }

    /** Whether a retry could succeed a moment later. */
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
