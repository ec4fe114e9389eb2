package org.virnuc.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The packaged program in a separate process. */
final class Program implements AutoCloseable {
    private static final long LONGEST_SECONDS = 120;
    private static final long POLL_MILLIS = 3;
    private static final long SIGINT = 1L << 1; // its bit in the masks of /proc

    private final Process process;
    private final Path out;
    private final Path err;

    private Program(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** The exit code and output of the program. */
    record Ended(int code, List<String> out, List<String> err) {}

    /** Starts the program with 1 GB of heap. */
    static Program start(Path folder, String... arguments) throws IOException {
        return startWithHeap(folder, "1g", arguments);
    }

    /**
     * Starts the program.
     *
     * @param folder folder for its output
     * @param heap heap size as in {@code -Xmx}
     */
    static Program startWithHeap(Path folder, String heap, String... arguments) throws IOException {
        return start(folder, Path.of(""), Map.of("VIRNUC_HEAP", heap), arguments);
    }

    /**
     * Starts the program.
     *
     * @param folder folder for its output
     * @param working working directory of the program
     * @param environment variables added to those of the tests
     */
    static Program start(Path folder, Path working, Map<String, String> environment, String... arguments)
            throws IOException {
        String heap = environment.getOrDefault("VIRNUC_HEAP", "1g");
        String jar = Objects.requireNonNull(System.getProperty("virnuc.app"), "system property virnuc.app");
        if (!Files.isRegularFile(Path.of(jar))) {
            throw new IOException("the packaged program is not there: " + jar + "; run mvn package");
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        // As the launcher has it: Java says nothing of its own when it cannot map the archive, which happens now and
        // then.
        List<String> flags =
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable", "-Xlog:all=error:stderr");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx" + heap));
        command.addAll(flags);
        command.addAll(List.of(SharedClasses.option(java, flags, Path.of(jar)), "-jar", jar));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "stdout", ".txt");
        Path err = Files.createTempFile(folder, "stderr", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.directory(working.toAbsolutePath().toFile());
        builder.environment().putAll(environment);
        builder.environment()
                .put(
                        "VIRNUC_CACHE",
                        Path.of("target", "virnuc-cache").toAbsolutePath().toString());
        builder.environment()
                .put(
                        "VIRNUC_HISTORY",
                        Path.of("target", "history", "programs.db")
                                .toAbsolutePath()
                                .toString());
        return new Program(builder.start(), out, err);
    }

    /** Waits until the program ends. */
    Ended end() throws IOException, InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running after " + LONGEST_SECONDS + " s: " + lines(err));
        }
        return new Ended(process.exitValue(), lines(out), lines(err));
    }

    /**
     * Watches the files in a directory until the names seen so far are enough or the program ends.
     *
     * @return all names seen, including temporary ones
     */
    Set<String> follow(Path directory, Predicate<Set<String>> enough) throws IOException, InterruptedException {
        Set<String> seen = new HashSet<>();
        boolean running = true;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (running && !enough.test(seen)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("after " + LONGEST_SECONDS + " s there is only " + seen);
            }
            running = !process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            look(directory, seen);
        }
        return seen;
    }

    /** The program's standard input. */
    OutputStream input() {
        return process.getOutputStream();
    }

    /** Waits for a line on standard error that contains {@code text}. */
    String awaitError(String text) throws IOException, InterruptedException {
        return await(text, err);
    }

    /** Waits for a line on standard output that contains {@code text}. */
    String awaitOutput(String text) throws IOException, InterruptedException {
        return await(text, out);
    }

    private String await(String text, Path written) throws IOException, InterruptedException {
        boolean running = true;
        while (running) {
            running = !process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            for (String line : lines(written)) {
                if (line.contains(text)) {
                    return line;
                }
            }
        }
        throw new IllegalStateException("no line with " + text + " in " + lines(err));
    }

    /** Kills the program like {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
    }

    /** Interrupts the program as Ctrl-C does. Tests that run where SIGINT is ignored, as behind {@code nohup} and {@code &}, are aborted. */
    void interrupt() throws IOException, InterruptedException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (Files.exists(status)) {
            long ignored = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .findFirst()
                    .orElse(0);
            Assumptions.assumeTrue(
                    (ignored & SIGINT) == 0, "SIGINT is ignored: the build was started in the background");
        }
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Terminates the program like {@code kill}. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static void look(Path directory, Set<String> seen) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                seen.add(file.toString());
                look(file, seen);
            }
        } catch (NoSuchFileException goneMeanwhile) {
            seen.add(String.valueOf(goneMeanwhile.getFile()));
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }
}
