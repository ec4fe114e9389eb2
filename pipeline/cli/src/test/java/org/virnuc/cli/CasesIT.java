package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What went wrong for somebody, each case as the shell script that showed it: {@code cases/NN-name/cmd.sh} with its input. The scripts
 * start the launcher that {@code VIRNUC} names, here that of a checkout made for the tests, and the outcome that is right is said here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the cases are shell scripts")
class CasesIT {
    private static final long LONGEST_SECONDS = 300;
    private static final String RESULT = "records: ";

    private static final Map<String, Consumer<Outcome>> RIGHT = new TreeMap<>(Map.ofEntries(
            Map.entry("01-zero-length-read", CasesIT::readsWithoutBasesAreLeftOut),
            Map.entry(
                    "02-cdpath", outcome -> assertThat(outcome.out()).hasSize(2).endsWith("rc=0")),
            Map.entry("03-stdout-full", CasesIT::outputThatIsLostIsNoSuccess),
            Map.entry("06-pg-twice", outcome -> assertThat(outcome.out())
                    .hasSize(2)
                    .endsWith("rc=0")
                    .first()
                    .asString()
                    .startsWith("1 " + RESULT)),
            Map.entry("07-contig-name", CasesIT::contigsMayBeCalledAnything),
            Map.entry("08-usage-cached", outcome -> assertThat(outcome.text())
                    .containsSubsequence("cached=80", "cached=80", "cached=2455")),
            Map.entry("09-usage-stream", outcome -> assertThat(outcome.text()).contains("prompt=170", "cached=50")),
            Map.entry("10-own-input", CasesIT::theInputIsNotDeleted),
            Map.entry("11-dangling-link", CasesIT::aLinkToNothingIsNamed),
            Map.entry("13-clock-skew", outcome -> assertThat(outcome.text().strip())
                    .isIn("0", "1")),
            Map.entry("14-bgzf-cut", CasesIT::aCutFileIsNoticed),
            Map.entry("15-sheet-encoding", CasesIT::theEncodingIsTold),
            Map.entry("16-no-reads", CasesIT::aFileWithoutReadsHasNoResults),
            Map.entry("17-stdin-closed", outcome -> assertThat(outcome.text())
                    .startsWith("virnuc: standard input: ")
                    .contains("empty")),
            Map.entry("18-empty-path", CasesIT::anEmptyPathIsNotThisDirectory),
            Map.entry("19-few-descriptors", CasesIT::tooFewDescriptorsAreOneLine),
            Map.entry("20-fifo", CasesIT::aPipeIsAnInput),
            Map.entry("21-standard-input-file", CasesIT::aFileIsNoInputTwiceByStandardInput),
            Map.entry("22-no-fastq-reads", CasesIT::fastqWithoutReadsIsARun)));

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path launcher;

    /**
     * How a script ended.
     *
     * @param out lines on standard output, the exit codes of the program among them as {@code rc=0}
     * @param err lines on standard error
     */
    private record Outcome(int code, List<String> out, List<String> err) {
        String text() {
            return String.join("\n", out);
        }

        String errors() {
            return String.join("\n", err);
        }
    }

    /** A built checkout: the launcher beside a POM that is older than the program, whose libraries are linked. */
    @BeforeAll
    void checkout(@TempDir Path shared) throws IOException, InterruptedException {
        folder = shared;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // for other users
        Path home = Files.createDirectory(folder.resolve("checkout"));
        Path built = Path.of(Objects.requireNonNull(System.getProperty("virnuc.app"), "system property virnuc.app"))
                .toAbsolutePath();
        Path app = Files.createDirectories(home.resolve("pipeline/target/app"));
        Files.copy(built, app.resolve(built.getFileName()));
        Files.createSymbolicLink(app.resolve("lib"), built.resolveSibling("lib"));
        Path pom = Files.writeString(home.resolve("pom.xml"), "<project/>\n");
        Files.setLastModifiedTime(pom, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        launcher = Files.copy(Path.of("..", "..", "virnuc"), home.resolve("virnuc"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Outcome version = run(launcher.toString(), "--version");
        assertThat(version.code()).as("%s", version.err()).isZero();
    }

    static Stream<String> cases() {
        return RIGHT.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theOutcomeIsRight(String name) throws IOException, InterruptedException {
        Objects.requireNonNull(RIGHT.get(name)).accept(script(name));
    }

    /** No script without its outcome. */
    @Test
    void everyScriptIsRun() throws IOException {
        try (Stream<Path> all = Files.list(scripts())) {
            assertThat(all.map(script -> script.getFileName().toString()))
                    .containsAll(RIGHT.keySet())
                    .hasSize(RIGHT.size() + 3)
                    .contains("04-result-file-lost", "05-home", "12-noexec-tmp");
        }
    }

    /** Files of at most 20 kB: everything fits but {@code report.html}, which is one warning more than the run has otherwise. */
    @Test
    void aResultFileThatIsLostIsAWarningOfTheRun() throws IOException, InterruptedException {
        String input = scripts().resolve("04-result-file-lost/in.fa").toString();
        String out = folder.resolve("whole").toString();
        Outcome whole = run(launcher.toString(), "predict", input, "-o", out, "--progress", "none");
        assertThat(whole.code()).as("%s", whole.err()).isZero();
        Outcome lost = script("04-result-file-lost");
        assertThat(lost.out()).first().isEqualTo("rc=0");
        assertThat(lost.out()).last().isEqualTo("0"); // no report.html
        assertThat(lost.text()).contains("report.html could not be written");
        assertThat(warnings(lost.text())).isEqualTo(warnings(whole.errors()) + 1);
    }

    @Test
    @Tag("needs-root")
    void foldersAreThoseOfHome() throws IOException, InterruptedException {
        needs(isRoot() && isThere("setpriv"), "root and setpriv");
        Path library;
        try (Stream<Path> all = Files.list(launcher.resolveSibling("pipeline/target/app/lib"))) {
            library = all.findFirst().orElseThrow().toRealPath();
        }
        String[] nobody = {"setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "test", "-r", ""};
        nobody[nobody.length - 1] = library.toString();
        needs(run(nobody).code() == 0, "a build that every user can read");
        Outcome outcome = script("05-home");
        assertThat(outcome.out()).first().asString().contains(RESULT, "results in o1");
        assertThat(outcome.out()).contains(".cache", "in.fa", "o1").doesNotContain("?");
        assertThat(outcome.text()).contains("VIRNUC_CACHE");
    }

    @Test
    @Tag("needs-root")
    void temporaryFilesMayBeForbiddenToRun() throws IOException, InterruptedException {
        needs(isRoot() && isThere("mount") && isThere("zstd"), "root, mount and zstd");
        Outcome outcome = script("12-noexec-tmp");
        needs(!outcome.errors().contains("mount: "), "a system that lets root mount");
        assertThat(outcome.out())
                .filteredOn(line -> line.startsWith("1 " + RESULT))
                .hasSize(2);
    }

    private static void readsWithoutBasesAreLeftOut(Outcome outcome) {
        assertThat(outcome.out()).contains("rc=0", "r1", "r3");
        assertThat(outcome.errors()).contains("1 record without bases");
    }

    private static void outputThatIsLostIsNoSuccess(Outcome outcome) {
        assertThat(outcome.out())
                .filteredOn(line -> line.startsWith("rc="))
                .hasSize(5)
                .allMatch(line -> line.startsWith("rc=1 "));
        assertThat(outcome.out())
                .filteredOn(line -> line.startsWith("virnuc: standard output could not be written (No space left on"))
                .hasSize(5);
    }

    private static void contigsMayBeCalledAnything(Outcome outcome) {
        assertThat(outcome.out()).contains("rc=0");
        assertThat(outcome.out()).anyMatch(line -> line.startsWith("r1\t") && line.contains("k(1),a\t"));
    }

    private static void aFileIsNoInputTwiceByStandardInput(Outcome outcome) {
        assertThat(outcome.out()).filteredOn(line -> line.startsWith("rc=")).containsExactly("rc=2", "rc=0", "rc=2");
        assertThat(outcome.errors())
                .containsPattern("standard input and \\S*in\\.fa are the same file")
                .contains("is both standard input and a file of the run directory");
    }

    private static void fastqWithoutReadsIsARun(Outcome outcome) {
        assertThat(outcome.out())
                .filteredOn(line -> line.startsWith("rc="))
                .containsExactly("rc=0", "rc=0", "rc=0", "rc=0", "rc=3", "rc=3");
        assertThat(outcome.out())
                .filteredOn(line -> line.startsWith("0 " + RESULT))
                .hasSize(3);
        assertThat(outcome.errors())
                .contains("empty.fq.gz: no reads", "none.fq.gz: the file is empty", "empty.fa: the file is");
    }

    private static void theInputIsNotDeleted(Outcome outcome) {
        List<String> sums = outcome.out().stream()
                .filter(line -> line.matches("[0-9a-f]{32} .*\\.fasta"))
                .toList();
        assertThat(sums).hasSize(2);
        assertThat(sums.get(1)).isEqualTo(sums.get(0));
        assertThat(outcome.out()).contains("rc=2", "sequences.tsv", "report.html");
        assertThat(outcome.err())
                .singleElement()
                .asString()
                .contains(" is both the input and a file of the run directory ");
    }

    private static void aLinkToNothingIsNamed(Outcome outcome) {
        assertThat(outcome.out()).hasSize(2);
        assertThat(Integer.parseInt(outcome.out().get(1)))
                .as("lines that name b.fa")
                .isPositive();
    }

    private static void aCutFileIsNoticed(Outcome outcome) {
        assertThat(outcome.out()).containsAnyOf("rc=0", "rc=3");
        assertThat(outcome.text().toLowerCase(Locale.ROOT)).containsAnyOf("cut", "end mark");
    }

    private static void theEncodingIsTold(Outcome outcome) {
        assertThat(outcome.out()).containsExactly("rc=3");
        assertThat(outcome.errors()).contains("UTF-8");
    }

    private static void aFileWithoutReadsHasNoResults(Outcome outcome) {
        assertThat(outcome.out()).hasSize(2).endsWith("rc=0").first().asString().startsWith("0 " + RESULT);
    }

    private static void anEmptyPathIsNotThisDirectory(Outcome outcome) {
        assertThat(outcome.out()).containsExactly("rc=2", "rc=2", "in.fa");
        assertThat(outcome.errors()).contains("the path is empty; if it comes from a variable, set that");
    }

    private static void tooFewDescriptorsAreOneLine(Outcome outcome) {
        assertThat(outcome.out()).hasSize(3).startsWith("rc=1").endsWith("rc=0");
        assertThat(outcome.err().get(0))
                .isEqualTo("virnuc: too few file descriptors (90); allow more, as with ulimit -n 1024");
    }

    private static void aPipeIsAnInput(Outcome outcome) {
        assertThat(outcome.out()).hasSize(2).endsWith("rc=0").first().asString().startsWith("1 " + RESULT);
    }

    private static int warnings(String text) {
        Matcher counted = Pattern.compile("summary: .*, ([0-9]+) warnings?").matcher(text);
        assertThat(counted.find()).as(text).isTrue();
        return Integer.parseInt(counted.group(1));
    }

    /** What cannot be tried here is reported as not tried. */
    private static void needs(boolean there, String what) {
        if (!there) {
            abort("this case needs " + what);
        }
    }

    private static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self)
                && Files.getAttribute(self, "unix:uid", LinkOption.NOFOLLOW_LINKS) instanceof Integer uid
                && uid == 0;
    }

    private static boolean isThere(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private static Path scripts() {
        return Path.of("src", "test", "resources", "cases").toAbsolutePath();
    }

    private Outcome script(String name) throws IOException, InterruptedException {
        return run("sh", scripts().resolve(name).resolve("cmd.sh").toString());
    }

    private Outcome run(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "stdout", ".txt");
        Path err = Files.createTempFile(folder, "stderr", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        String java = System.getProperty("java.home");
        environment.put("JAVA_HOME", java);
        environment.put("PATH", java + "/bin:" + environment.getOrDefault("PATH", ""));
        environment.put("VIRNUC", launcher.toString());
        environment.put("VIRNUC_HISTORY", "off");
        environment.put(
                "VIRNUC_CACHE",
                Path.of("target", "virnuc-cache").toAbsolutePath().toString());
        Process process = builder.start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", command) + " is still running: " + Files.readString(err));
        }
        return new Outcome(
                process.exitValue(),
                Files.readAllLines(out, StandardCharsets.UTF_8),
                Files.readAllLines(err, StandardCharsets.UTF_8));
    }
}
