package org.virnuc.telemetry.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.virnuc.telemetry.StageSpan;

/** Runs a child process of a stage that may report what it does; see {@link ChildLine}. */
public final class ChildProcess {
    private static final long POLL_MILLIS = 200;

    private ChildProcess() {}

    /**
     * Runs a process to its end. Sets the environment variables that telemetry needs, and reads the lines of the
     * process while it runs.
     *
     * @return the exit code
     * @throws InterruptedException if the thread was interrupted; the process has been terminated
     */
    public static int run(ProcessBuilder builder, StageSpan span) throws IOException, InterruptedException {
        Path file = Files.createTempFile("virnuc-telemetry", ".jsonl");
        try (ChildFeed feed = new ChildFeed(span, file)) {
            return run(builder, feed);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Runs a process to its end, for a feed that several children share. Sets the environment variables that telemetry
     * needs, and polls the feed while the process runs. {@link ChildFeed#closePart} may follow if no other child runs.
     *
     * @return the exit code
     * @throws InterruptedException if the thread was interrupted; the process has been terminated
     */
    public static int run(ProcessBuilder builder, ChildFeed feed) throws IOException, InterruptedException {
        builder.environment().putAll(feed.environment());
        Process process = builder.start();
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                feed.poll();
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
