package org.virnuc.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that a test starts and ends, with everything it prints in one file. */
final class ChildProcess implements AutoCloseable {
    private static final long LONGEST_SECONDS = 300;
    private static final long POLL_MILLIS = 20;

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ChildProcess start(Path log, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.directory(log.resolveSibling("").toFile());
        builder.environment().remove("GOMP_SPINCOUNT"); // the build sets it; executors have it from the job
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start(), log);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the process ends, and returns its exit code. */
    int end() throws IOException, InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after " + LONGEST_SECONDS + " s: " + text());
        }
        return process.exitValue();
    }

    /** Waits until what is printed has a match. */
    Matcher await(Pattern pattern) throws IOException, InterruptedException {
        Matcher[] found = new Matcher[1];
        await(pattern.pattern(), () -> {
            found[0] = pattern.matcher(text());
            return found[0].find();
        });
        return found[0];
    }

    /** Waits until a condition holds, while the process runs. */
    void await(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!condition.holds()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("waited for " + what + " in vain: " + text());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** What a test waits for. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    /** What the process has printed so far. */
    String text() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    /** The lines that VirNuc ends with when it fails. */
    List<String> errors() throws IOException {
        return text().lines().filter(line -> line.startsWith("virnuc: ")).toList();
    }

    /** Kills the process and all it has started, like {@code kill -9}. */
    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
