package org.virnuc.telemetry.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.virnuc.telemetry.StageSpan;

/** Runs a child process of a stage that may tell what it does; see {@link ChildLine}. */
public final class ChildProcess {
    private static final long POLL_MILLIS = 200;

    private ChildProcess() {}

    /**
     * Runs a process to its end with the environment that telemetry needs, and takes its lines while it runs.
     *
     * @return its exit code
     * @throws InterruptedException where the thread was interrupted; the process is ended first
     */
    public static int run(ProcessBuilder builder, StageSpan span) throws IOException, InterruptedException {
        Path file = Files.createTempFile("virnuc-telemetry", ".jsonl");
        try (ChildFeed feed = new ChildFeed(span, file)) {
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
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
