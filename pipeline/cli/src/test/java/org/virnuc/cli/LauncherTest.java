package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the launcher in a small checkout with substitutes for Java, which prints how it was called, and for Maven, which
 * counts its calls.
 */
class LauncherTest {
    private static final String BUILDING = "virnuc: building the program";

    private final Path folder;
    private final Path home;
    private final Path source;

    LauncherTest(@TempDir Path folder) throws IOException {
        this.folder = folder.toRealPath();
        this.home = this.folder.resolve("of one's own");
        this.source = home.resolve("pipeline/src/main/A.java");
    }

    @BeforeEach
    void checkout() throws IOException {
        Files.createDirectories(home.resolve("pipeline/src/main"));
        Files.writeString(home.resolve("pom.xml"), "");
        Files.writeString(source, "one");
        script(home.resolve("virnuc"), Files.readString(Path.of("..", "..", "virnuc")));
        script(
                folder.resolve("jdk/bin/java"),
                """
                #!/bin/sh
                [ "$1" != -version ] || { echo 'openjdk version "17.0.1"' >&2; exit; }
                for word; do case $word in -XX:ArchiveClassesAtExit=*) echo classes >"${word#*=}"; echo call >>"${0%/*}/archives"; exit ;; esac; done
                kill -USR1 $$
                for word; do case $word in -X*) ;; *) printf '<%s>' "$word" ;; esac; done
                [ -z "${SPINS:-}" ] || printf 'spins %s' "${GOMP_SPINCOUNT:-default}"
                """);
        script(
                folder.resolve("bin/mvn"),
                """
                #!/bin/sh
                echo call >>../calls
                sleep ${PAUSE:-0}
                [ -z "${FAULT:-}" ] || { echo "$FAULT"; exit 1; }
                [ -z "${EDIT:-}" ] || echo changed >"$EDIT"
                mkdir -p pipeline/target/app
                : >pipeline/target/app/virnuc-app.jar
                """);
    }

    @Test
    void isFoundUnderAnyPathAndInAnyEnvironment() throws IOException, InterruptedException {
        started(Map.of(), home.resolve("virnuc").toString());
        Path dashes = Files.createDirectories(folder.resolve("-links"));
        Files.createSymbolicLink(dashes.resolve("-v"), Path.of("..", "of one's own", "virnuc"));
        Files.createSymbolicLink(folder.resolve("second"), Path.of("-links", "-v"));
        Map<String, String> environment = Map.of("CDPATH", folder.toString(), "IFS", "iv");
        for (String path : List.of("of one's own/virnuc", "-links/-v", "./-links/-v", "./second")) {
            assertThat(started(environment, path, "a b", "*"))
                    .as(path)
                    .endsWith("<-jar><" + home + "/pipeline/target/app/virnuc-app.jar><a b><*>");
        }
    }

    @Test
    void optionsOfTheEnvironmentAreWordsAndNoPatterns() throws IOException, InterruptedException {
        assertThat(started(Map.of("VIRNUC_JAVA_OPTS", "-Da=* -Db=2"), "of one's own/virnuc"))
                .contains("<-Da=*><-Db=2><-jar>");
    }

    @Test
    void threadsSpinBrieflyUnlessTheUserSaysOtherwise() throws IOException, InterruptedException {
        String launcher = "of one's own/virnuc";
        assertThat(started(Map.of("SPINS", "1"), launcher)).endsWith("spins 1000");
        assertThat(started(Map.of("SPINS", "1", "GOMP_SPINCOUNT", "7"), launcher))
                .endsWith("spins 7");
        assertThat(started(Map.of("SPINS", "1", "OMP_WAIT_POLICY", "active"), launcher))
                .endsWith("spins default");
    }

    @Test
    void temporaryFilesGoWhereTheEnvironmentSays() throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(folder.resolve("t m p"));
        assertThat(started(Map.of("TMPDIR", temporary.toString()), "of one's own/virnuc"))
                .contains("<-Djava.io.tmpdir=" + temporary + ">");
        for (String none : List.of("", folder.resolve("missing").toString(), source.toString())) {
            assertThat(started(Map.of("TMPDIR", none), "of one's own/virnuc")).doesNotContain("java.io.tmpdir");
        }
    }

    @Test
    void aSourceOfTheFutureIsBuiltOnceAndAgainWhenItChanges() throws IOException, InterruptedException {
        FileTime tomorrow = FileTime.from(Instant.now().plus(Duration.ofDays(1)));
        Files.setLastModifiedTime(source, tomorrow);
        for (int start = 0; start < 3; start++) {
            started(Map.of(), "of one's own/virnuc");
        }
        assertThat(builds()).isEqualTo(1);
        Files.writeString(source, "two");
        Files.setLastModifiedTime(source, tomorrow);
        started(Map.of(), "of one's own/virnuc");
        assertThat(started(Map.of(), "of one's own/virnuc")).doesNotContain(BUILDING);
        assertThat(builds()).isEqualTo(2);
        Files.writeString(home.resolve("pipeline/src/main/B.java"), "an edit of today, beside the one of tomorrow");
        started(Map.of(), "of one's own/virnuc");
        started(Map.of(), "of one's own/virnuc");
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void aProgramThatMavenAloneHasBuiltGetsItsArchiveOfClasses() throws IOException, InterruptedException {
        started(Map.of(), "of one's own/virnuc");
        assertThat(archives()).isEqualTo(1);
        Path jar = home.resolve("pipeline/target/app/virnuc-app.jar");
        FileTime built = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(5)));
        started(Map.of(), "of one's own/virnuc");
        assertThat(archives()).isEqualTo(2);
        Files.setLastModifiedTime(jar, built);
        started(Map.of(), "of one's own/virnuc");
        assertThat(archives()).isEqualTo(2);
        assertThat(builds()).isEqualTo(1);
        try (Stream<Path> files = Files.list(jar.getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("virnuc-app.jar", "virnuc.jsa");
        }
    }

    @Test
    void whatIsEditedDuringABuildIsBuiltNext() throws IOException, InterruptedException {
        started(Map.of("EDIT", source.toString(), "PAUSE", "0.1"), "of one's own/virnuc");
        started(Map.of(), "of one's own/virnuc");
        started(Map.of(), "of one's own/virnuc");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void oneOfTwoStartsBuilds() throws IOException, InterruptedException {
        Process first = start(Map.of("PAUSE", "1"), "of one's own/virnuc");
        Process second = start(Map.of("PAUSE", "1"), "of one's own/virnuc");
        assertThat(output(first, 0) + output(second, 0))
                .containsOnlyOnce(BUILDING)
                .containsOnlyOnce("waiting for another");
        assertThat(builds()).isEqualTo(1);
        assertThat(Files.isSymbolicLink(home.resolve("pipeline/target.lock"))).isFalse();
    }

    @Test
    void theLockOfADeadProcessHoldsNobody() throws IOException, InterruptedException {
        Process dead = new ProcessBuilder("uname", "-n").start();
        String host = new String(dead.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        dead.waitFor();
        Files.createSymbolicLink(home.resolve("pipeline/target.lock"), Path.of(dead.pid() + "@" + host));
        assertThat(started(Map.of(), "of one's own/virnuc")).contains(BUILDING);
        try (Stream<Path> left = Files.list(home.resolve("pipeline"))) {
            assertThat(left.map(path -> String.valueOf(path.getFileName()))).containsExactlyInAnyOrder("src", "target");
        }
    }

    @Test
    void aBuildThatFailsSaysWhereItsLogIs() throws IOException, InterruptedException {
        Path log = home.resolve("pipeline/target/build.log");
        assertThat(output(start(Map.of("FAULT", "[ERROR] no such symbol"), "of one's own/virnuc"), 1))
                .endsWith("[ERROR] no such symbol\nvirnuc: the build failed; the whole log is " + log + "\n");
        assertThat(log).hasContent("[ERROR] no such symbol");
        Files.delete(log);
        Files.createDirectory(log);
        assertThat(output(start(Map.of(), "of one's own/virnuc"), 1))
                .isEqualTo("virnuc: cannot write to " + home + "; build VirNuc in a folder you can write to\n");
    }

    @Test
    void aPathThatJavaCannotStartIsNamed() throws IOException, InterruptedException {
        Files.move(home, folder.resolve("a:b"));
        assertThat(output(start(Map.of(), "a:b/virnuc"), 1))
                .isEqualTo("virnuc: Java cannot start a program whose path has a colon, as " + folder
                        + "/a:b/pipeline/target/app/virnuc-app.jar; move it to another folder\n");
    }

    @Test
    void tooFewFileDescriptorsAreSaidToBeTooFew() throws IOException, InterruptedException {
        assertThat(output(start(Map.of(), "sh", "-c", "ulimit -n 40; exec \"of one's own/virnuc\""), 1))
                .isEqualTo("virnuc: too few file descriptors (40); allow more, as with ulimit -n 1024\n");
    }

    @Test
    void tooLittleAddressSpaceIsSaidToBeTooLittle() throws IOException, InterruptedException {
        String launcher = "exec \"of one's own/virnuc\" ";
        assertThat(output(start(Map.of(), "sh", "-c", "ulimit -v 2000000; " + launcher + "--version"), 1))
                .isEqualTo(
                        "virnuc: too little address space (2000000 kB, at least 2600000); allow more, as with ulimit -v"
                                + " 8000000 or the memory of the job\n");
        for (String computes : List.of("predict in.fa", "verify in.fa", "doctor")) {
            assertThat(output(start(Map.of(), "sh", "-c", "ulimit -v 4194304; " + launcher + computes), 1))
                    .startsWith("virnuc: too little address space (4194304 kB, at least 4500000); ");
        }
        for (String computesNothing : List.of("runs list", "predict --help")) {
            assertThat(output(start(Map.of(), "sh", "-c", "ulimit -v 4194304; " + launcher + computesNothing), 0))
                    .endsWith("<" + computesNothing.replace(" ", "><") + ">");
        }
    }

    @Test
    void aJavaThatDoesNotStartIsToldAsThat() throws IOException, InterruptedException {
        script(folder.resolve("jdk/bin/java"), "#!/bin/sh\necho 'Could not reserve enough space' >&2; exit 1\n");
        assertThat(output(start(Map.of(), "of one's own/virnuc"), 1))
                .isEqualTo(
                        "virnuc: Java at " + folder + "/jdk/bin/java does not start: Could not reserve enough space\n");
    }

    @Test
    void aReleaseStartsOnTheJavaThatItBringsAndOthersOnTheUsers() throws IOException, InterruptedException {
        Path prefix = folder.resolve("place of/virnuc");
        script(prefix.resolve("bin/virnuc"), Files.readString(Path.of("..", "..", "virnuc")));
        Path app = Files.createDirectories(prefix.resolve("lib/virnuc"));
        Files.writeString(app.resolve("virnuc-app.jar"), "");
        String usersOwn = started(Map.of(), "place of/virnuc/bin/virnuc", "runs");
        assertThat(usersOwn).endsWith("<-jar><" + app + "/virnuc-app.jar><runs>");
        Path java = app.resolve("runtime/bin/java");
        script(java, "#!/bin/sh\nprintf 'its own java of %s' \"$0\"\n");
        assertThat(started(Map.of(), "place of/virnuc/bin/virnuc", "runs")).isEqualTo("its own java of " + java);
    }

    private long builds() throws IOException {
        return Files.readAllLines(folder.resolve("calls")).size();
    }

    private long archives() throws IOException {
        return Files.readAllLines(folder.resolve("jdk/bin/archives")).size();
    }

    private String started(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        return output(start(environment, command), 0);
    }

    /** Starts the launcher through a shell, as a path relative to the working directory. */
    private Process start(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of("sh", "-c", "\"$@\"", "sh"), Stream.of(command))
                                .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeAll(List.of("TMPDIR", "VIRNUC_JAVA_OPTS", "CDPATH", "GOMP_SPINCOUNT", "OMP_WAIT_POLICY"));
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String output(Process process, int code) throws IOException, InterruptedException {
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isEqualTo(code);
        return printed;
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
