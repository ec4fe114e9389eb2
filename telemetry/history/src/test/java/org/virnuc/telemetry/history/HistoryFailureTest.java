package org.virnuc.telemetry.history;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.virnuc.telemetry.history.SampleAttempts.START;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.report.Baseline;

/** Files that cannot be written cost a run nothing but its row, and that only for a while. */
class HistoryFailureTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path file = Path.of("history.db");

    @BeforeEach
    void inFolder() {
        file = folder.resolve("history.db");
    }

    @Test
    void aRunIsRecorded() {
        RunReport report = run("run-1");
        try (RunHistory history = RunHistory.open(file)) {
            Attempt attempt = history.attempt("run-1").orElseThrow();
            assertThat(attempt.report()).isEqualTo(report);
            assertThat(attempt.origin().pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(attempt.origin().directory())
                    .isEqualTo(folder.resolve("out").toString());
        }
        assertThat(new HistorySpool(file).folder()).doesNotExist();
    }

    @Test
    void lockedThenImportedByTheNextRun() throws SQLException, IOException {
        RunHistory.open(file).close();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            run("run-1");
            statement.execute("ROLLBACK");
        }
        assertThat(new HistorySpool(file).waiting()).hasSize(1);
        run("run-2");
        assertThat(new HistorySpool(file).waiting()).isEmpty();
        try (RunHistory history = RunHistory.open(file)) {
            assertThat(history.attempt("run-1").orElseThrow().status()).isEqualTo(HistoryStatus.DONE);
            assertThat(new RunList(history).find("run-2").previousRunId()).isEqualTo("run-1");
        }
    }

    /** What JDBC takes for parameters. */
    @Test
    void aPathMayHoldAnyCharacters() {
        for (String name : List.of("what?.db", "a?mode=memory", "50%20 & more#?.db", "Jürgen's.db")) {
            file = folder.resolve(name).resolve("history.db");
            run("run-1");
            assertThat(file).isRegularFile();
            try (RunHistory history = RunHistory.open(file)) {
                assertThat(history.attempt("run-1")).isPresent();
            }
        }
    }

    @Test
    void aFolderMadeForAHistoryIsItsOwnersAlone() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        file = folder.resolve("data/virnuc/history.db");
        run("run-1");
        assertThat(Files.getPosixFilePermissions(folder.resolve("data/virnuc")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(shared);
        file = shared.resolve("history.db");
        run("run-2");
        assertThat(Files.getPosixFilePermissions(shared)).isEqualTo(before);
    }

    /** A few kilobytes that decompress to more than any run has. */
    @Test
    void aSpooledBombIsPutAside() throws IOException {
        run("run-1");
        Path spool = Files.createDirectories(new HistorySpool(file).folder());
        Path bomb = spool.resolve("run-0.attempt.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            byte[] blanks = new byte[1 << 20];
            for (int i = 0; i < 65; i++) {
                out.write(blanks);
            }
        }
        run("run-2");
        assertThat(new HistorySpool(file).waiting()).isEmpty();
        try (Stream<Path> left = Files.list(spool)) {
            assertThat(left).singleElement().asString().endsWith("run-0.attempt.json.gz.damaged");
        }
    }

    @Test
    void lockedSaysSo() throws SQLException {
        RunHistory.open(file).close();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement();
                RunHistory history = RunHistory.open(file, SHORT)) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> history.record(SampleAttempts.done("run-1", START, "a")))
                    .isInstanceOf(HistoryException.class)
                    .hasMessage("history " + file + " is locked by another process; try again once that has ended");
        }
    }

    @Test
    void somethingElseThanAHistory() throws IOException {
        Files.writeString(file, "this is no database, but a letter to my aunt, who likes long letters".repeat(100));
        assertThatThrownBy(() -> RunHistory.open(file))
                .isInstanceOf(HistoryException.class)
                .hasMessage(
                        "history " + file + " is not a history file; name another one, or move it aside by: `repair`");
        run("run-1");
        assertThat(new HistorySpool(file).waiting()).hasSize(1);
        HistoryCheck.Repaired repaired = HistoryCheck.repair(file, ".damaged");
        assertThat(repaired.saved()).isZero();
        assertThat(repaired.damaged()).isRegularFile();
        try (RunHistory history = RunHistory.open(file)) {
            assertThat(history.tidy()).isEqualTo(new RunHistory.Tidied(1, 0, List.of()));
            assertThat(history.attempt("run-1")).isPresent();
        }
    }

    @Test
    void damagedFileIsNoticedAndWhatCanBeReadIsSaved() throws IOException {
        try (RunHistory history = RunHistory.open(file)) {
            for (int i = 0; i < 60; i++) {
                history.record(SampleAttempts.done("run-" + i, START.plusSeconds(i), "a"));
            }
            new Retention(history).shrink(); // everything in the file itself
            assertThat(HistoryCheck.check(history).problems()).isEmpty();
        }
        byte[] bytes = Files.readAllBytes(file);
        // Reports are the bulk of the file: some in the middle are overwritten.
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 4096, (byte) 0x5a);
        Files.write(file, bytes);
        try (RunHistory history = RunHistory.open(file)) {
            assertThat(HistoryCheck.check(history).problems()).isNotEmpty();
        }
        HistoryCheck.Repaired repaired = HistoryCheck.repair(file, ".damaged");
        assertThat(repaired.saved()).isBetween(20, 60);
        try (RunHistory history = RunHistory.open(file)) {
            assertThat(HistoryCheck.check(history).problems()).isEmpty();
            assertThat(new RunList(history).rows(RunFilter.ALL)).hasSize(repaired.saved());
        }
    }

    @Test
    void noRoomLeft() {
        try (RunHistory history = RunHistory.open(file)) {
            assertThatThrownBy(() -> {
                        Sql.first(history.connection(), "PRAGMA max_page_count = 30", row -> row.getLong(1));
                        for (int i = 0; i < 1_000; i++) {
                            history.record(SampleAttempts.done("run-" + i, START.plusSeconds(i), "a"));
                        }
                    })
                    .isInstanceOf(HistoryException.class)
                    .hasMessage("history " + file + " cannot grow: the disk is full; free some space, or name another"
                            + " file by VIRNUC_HISTORY");
            assertThat(new RunList(history).rows(RunFilter.ALL)).isNotEmpty();
        }
    }

    /** Neither the file nor the spool beside it can be made: the run ends all the same. */
    @Test
    void nowhereToWrite() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("plain"), "x");
        file = notAFolder.resolve("history.db");
        assertThatThrownBy(() -> RunHistory.open(file))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith("history " + file + " cannot be used (")
                .hasMessageEndingWith("); name another file by VIRNUC_HISTORY");
        assertThat(run("run-1").status()).isEqualTo(RunStatus.DONE);
        assertThat(Files.readString(notAFolder)).isEqualTo("x");
    }

    @Test
    void aDirectoryInPlaceOfTheFile() throws IOException {
        Files.createDirectory(file);
        assertThatThrownBy(() -> RunHistory.open(file))
                .isInstanceOf(HistoryException.class)
                .hasMessage("history " + file + " cannot be written; make it and its folder writable, or name another"
                        + " file by VIRNUC_HISTORY");
        run("run-1");
        assertThat(new HistorySpool(file).waiting()).hasSize(1);
    }

    /** Whoever imports it may be another user of the same history. */
    @Test
    void aSpooledAttemptMayBeReadByWhoeverMayReadANewFile() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        HistorySpool spool = new HistorySpool(file);
        spool.put(SampleAttempts.done("run-1", START, "a"));
        assertThat(Files.getPosixFilePermissions(spool.waiting().get(0)))
                .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("new"))));
        assertThat(spool.folder()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aDamagedSpoolFileDoesNotKeepOthersWaiting() throws IOException {
        HistorySpool spool = new HistorySpool(file);
        spool.put(SampleAttempts.done("run-1", START, "a"));
        spool.put(SampleAttempts.done("run-2", START, "a"));
        Files.writeString(spool.waiting().get(0), "torn");
        try (RunHistory history = RunHistory.open(file)) {
            RunHistory.Tidied tidied = history.tidy();
            assertThat(tidied.imported()).isEqualTo(1);
            assertThat(tidied.problems())
                    .singleElement()
                    .asString()
                    .startsWith("a spooled attempt is damaged (")
                    .contains("it was put aside as " + spool.folder());
            assertThat(history.attempt("run-2")).isPresent();
            assertThat(history.tidy()).isEqualTo(new RunHistory.Tidied(0, 0, List.of()));
        }
    }

    @Test
    void anInterruptedRunIsRecordedAndStaysInterrupted() {
        HistoryRecorder recorder = new HistoryRecorder(file);
        recorder.directory(folder.resolve("out"));
        try (PipelineTelemetry telemetry = telemetry("run-1", recorder)) {
            telemetry.finish(RunStatus.CANCELLED, new InterruptedException());
        }
        Thread.currentThread().interrupt();
        recorder.close();
        assertThat(Thread.interrupted()).isTrue();
        try (RunHistory history = RunHistory.open(file)) {
            assertThat(history.attempt("run-1").orElseThrow().status()).isEqualTo(HistoryStatus.CANCELLED);
        }
    }

    @Test
    void theReportOfTheLastEventIsRecordedWithItsBaseline() {
        HistoryRecorder recorder = new HistoryRecorder(file);
        recorder.directory(folder.resolve("out"));
        try (PipelineTelemetry telemetry = telemetry("run-1", recorder)) {
            telemetry.compare(report -> Baseline.of("before", report).compare(report));
            telemetry.finish(RunStatus.DONE, null);
        }
        recorder.close();
        try (RunHistory history = RunHistory.open(file)) {
            RunReport kept =
                    requireNonNull(history.attempt("run-1").orElseThrow().report());
            assertThat(requireNonNull(kept.baseline()).name()).isEqualTo("before");
        }
    }

    private RunReport run(String runId) {
        try (HistoryRecorder recorder = new HistoryRecorder(file, SHORT, Duration.ofSeconds(30))) {
            recorder.directory(folder.resolve("out"));
            return telemetry(runId, recorder).finish(RunStatus.DONE, null);
        }
    }

    private static PipelineTelemetry telemetry(String runId, HistoryRecorder recorder) {
        return PipelineTelemetry.builder(new RunInfo(runId, "virnuc predict", "0.1.0", Map.of()))
                .sinks(recorder)
                .start();
    }
}
