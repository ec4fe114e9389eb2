package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnuc.cli.DocsPage.Block;

/**
 * Runs the commands of README and of every page in docs with the packaged program, in order, in a folder of their own, and
 * compares what the pages show with what is printed. {@link DocsPage} says how a page marks what cannot be run; {@link DocsTest}
 * looks at the options of those commands, too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a Unix shell")
class DocsIT {
    private static final long LONGEST_SECONDS = 300;

    /** What is otherwise in every run: times of day, ids of runs, amounts of time, memory and money; and the width of columns. */
    private static final Pattern UNSTABLE = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T?[ 0-9:.Z]*|[0-9]{8}T[0-9]{6}(-[0-9a-f]{6})?"
                    + "|[0-9.,]+ (ms|s|min|h|kB|MB|GB|USD|%)(?![A-Za-z])|[0-9.]+x\\b|#+|cost [0-9.]+|Process +.*| {2,}|-{2,}");

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path bin;

    @SuppressWarnings("NullAway.Init")
    private Path requests;

    @SuppressWarnings("NullAway.Init")
    private Process session;

    @SuppressWarnings("NullAway.Init")
    private DocsFolder inputs;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException, InterruptedException {
        folder = Files.createDirectory(temporary.resolve("folder"));
        bin = Files.createDirectory(temporary.resolve("bin"));
        requests = temporary.resolve("requests");
        assertThat(new ProcessBuilder("mkfifo", requests.toString()).start().waitFor())
                .isZero();
        inputs = new DocsFolder(folder);
        inputs.lay();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = Objects.requireNonNull(System.getProperty("virnuc.app"), "system property virnuc.app");
        Path app = Path.of(jar).toAbsolutePath();
        assertThat(app).as("run mvn package first").isRegularFile();
        List<String> flags = List.of(
                "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.home=" + folder.resolve("home"));
        List<String> program = new ArrayList<>(List.of(java));
        program.addAll(flags);
        List<String> waiting = new ArrayList<>(program);
        Path tests = Path.of(URI.create(
                DocsIT.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        waiting.addAll(List.of("-cp", app + ":" + tests, DocsSession.class.getName(), requests.toString()));
        program.addAll(List.of("-jar", app.toString()));
        DocsFolder.script(bin, requests, program);
        session = process(waiting)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("session.txt").toFile())
                .start();
    }

    @AfterAll
    void end() {
        session.destroy();
    }

    static Stream<String> pages() throws IOException {
        return DocsPage.all().stream()
                .filter(page -> page.blocks().stream().anyMatch(Block::runs))
                .map(DocsPage::name);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsDoWhatThePageSays(String name) throws IOException, InterruptedException {
        assertThat(session.isAlive())
                .as("a command before this page has not ended")
                .isTrue();
        inputs.lay();
        Files.createSymbolicLink(folder.resolve("virnuc"), bin.resolve("virnuc"));
        DocsPage page = DocsPage.of(name);
        for (Block block : page.blocks()) {
            if (!block.title().isEmpty()) {
                inputs.write(block.title(), block.script());
                sheetFiles(block);
            }
        }
        for (String command : page.first()) {
            run(name + ", first", command, 0);
        }
        List<String> printed = List.of();
        for (Block block : page.blocks()) {
            String place = name + ", line " + block.line();
            if (block.runs()) {
                printed = run(place, block.script(), block.exitCode());
            } else if (block.mark().equals("output")) {
                compare(place, block.lines(), printed);
            }
        }
    }

    /** The files that a sample sheet lists. */
    private void sheetFiles(Block block) throws IOException {
        if (block.title().endsWith(".csv")) {
            for (String line : block.lines().subList(1, block.lines().size())) {
                for (String path : line.split(",", -1)) {
                    if (path.contains("/")) {
                        inputs.reads(path, path.contains(".fastq"));
                    }
                }
            }
        }
    }

    private List<String> run(String place, String script, int code) throws IOException, InterruptedException {
        Path output = Files.createTempFile("docs", ".txt");
        Process shell = process(List.of("bash", "-e", "-o", "pipefail", "-c", script))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = endsBeforeTheSession(shell);
        if (!ended) {
            shell.destroyForcibly();
            session.destroyForcibly();
        }
        List<String> printed = Files.readAllLines(output);
        Files.delete(output);
        assertThat(ended).as("%s: ended; so far: %s", place, printed).isTrue();
        assertThat(shell.exitValue())
                .as("%s: exit code; output: %s", place, String.join("\n", printed))
                .isEqualTo(code);
        return printed;
    }

    /** False if the command takes too long, or the program that answers it has ended and it would wait forever. */
    private boolean endsBeforeTheSession(Process shell) throws InterruptedException {
        CompletableFuture<Object> first = CompletableFuture.anyOf(shell.onExit(), session.onExit());
        try {
            first.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
        return !shell.isAlive();
    }

    private ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().remove("XDG_CONFIG_HOME");
        builder.environment().put("HOME", folder.resolve("home").toString());
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("COLUMNS", "120");
        builder.environment().put("VIRNUC_HISTORY", folder.resolve("history.db").toString());
        return builder;
    }

    /** Every line that is shown is printed, in this order; {@code ...} stands for lines that are left out. */
    private static void compare(String place, List<String> shown, List<String> printed) {
        List<String> left = printed.stream().map(DocsIT::stable).toList();
        for (String line : shown) {
            if (!line.strip().equals("...") && !line.isBlank()) {
                int at = left.indexOf(stable(line));
                assertThat(at)
                        .as("%s: \"%s\" in the output:\n%s", place, line, String.join("\n", printed))
                        .isNotNegative();
                left = left.subList(at + 1, left.size());
            }
        }
    }

    static String stable(String line) {
        return UNSTABLE.matcher(line.strip())
                .replaceAll(" ~ ")
                .replaceAll(" +", " ")
                .strip();
    }
}
