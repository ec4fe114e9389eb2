package org.virnuc.telemetry.history;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.virnuc.telemetry.history.SampleAttempts.START;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.report.JsonReport;

/** A run has one status, whoever is asked: list, page, watch and export. */
class RunStatusTest {
    /** No process has this id. */
    private static final long NOBODY = 1L << 40;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RunHistory history;

    @SuppressWarnings("NullAway.Init")
    private RunList list;

    @BeforeEach
    void open() throws IOException {
        history = RunHistory.open(folder.resolve("history.db"));
        list = new RunList(history);
        Files.createDirectory(folder.resolve("out"));
    }

    @AfterEach
    void close() {
        history.close();
    }

    private Origin origin(long pid) {
        return new Origin(folder.resolve("out").toString(), Origin.hostName(), pid, Instant.EPOCH);
    }

    private void writes(RunReport report, String file) throws IOException {
        Path path = folder.resolve("out").resolve(file);
        Files.createDirectories(requireNonNull(path.getParent()));
        Files.writeString(path, JsonReport.render(report));
    }

    private RunPageFacts shown() {
        RunRow row = list.find("run-1");
        Attempt attempt = history.current("run-1").orElseThrow();
        return new RunPageFacts(row, attempt, RunPage.show(row, attempt, list.attempts(row.directory()), List.of()));
    }

    private record RunPageFacts(RunRow row, Attempt attempt, String page) {
        List<StageStatus> stages() {
            return requireNonNull(attempt.report()).stages().stream()
                    .map(StageReport::status)
                    .toList();
        }
    }

    @Test
    void aRunningRunHasTheFiguresThatItLastWrote() throws IOException {
        history.record(SampleAttempts.begun(
                "run-1", START, origin(ProcessHandle.current().pid())));
        assertThat(shown().page()).contains("Status     running").endsWith("It has written no report yet.\n");

        writes(SampleAttempts.running("run-1", START, "m"), "telemetry.json");
        RunPageFacts now = shown();
        assertThat(now.row().status()).isEqualTo(HistoryStatus.RUNNING);
        assertThat(now.row().wallSeconds()).isEqualTo(3);
        assertThat(now.row().tokens()).isEqualTo(1_000);
        assertThat(now.row().models()).isEqualTo("m");
        assertThat(now.row().endedAt()).isNull();
        assertThat(now.stages()).containsExactly(StageStatus.DONE, StageStatus.RUNNING);
        assertThat(now.page()).contains("Status     running", "Run run-1 running for 3.0 s", "esm-2     running");
        assertThat(new RunWatch(history).running()).containsExactly(now.attempt());
    }

    /** The end is in telemetry.json before it is in the history. */
    @Test
    void aRunThatHasEndedIsNotRunning() throws IOException {
        history.record(SampleAttempts.begun(
                "run-1", START, origin(ProcessHandle.current().pid())));
        writes(SampleAttempts.report("run-1", START, "m"), "telemetry.json");
        assertThat(shown().row().status()).isEqualTo(HistoryStatus.DONE);
        assertThat(shown().row().endedAt()).isEqualTo(START.plusSeconds(3));
        assertThat(new RunWatch(history).running()).isEmpty();
        assertThat(list.rows(withStatus(HistoryStatus.RUNNING))).isEmpty();
        assertThat(list.rows(withStatus(HistoryStatus.DONE))).hasSize(1);
    }

    @Test
    void aKilledRunHasCrashedAndItsOpenStagesHaveFailed() throws IOException {
        history.record(SampleAttempts.begun("run-1", START, origin(NOBODY)));
        writes(SampleAttempts.running("run-1", START, "m"), "telemetry.json");
        crashedEverywhere();
        assertThat(history.tidy().crashed()).isOne();
        crashedEverywhere();
        assertThat(list.stages("run-1")).extracting(StageFigure::status).containsExactly("done", "failed");
    }

    /** What a killed run has left is moved aside when its directory is used again. */
    @Test
    void aKilledRunWhoseDirectoryIsInUseAgain() throws IOException {
        history.record(SampleAttempts.begun("run-1", START, origin(NOBODY)));
        writes(SampleAttempts.running("run-2", START.plusSeconds(60), "m"), "telemetry.json");
        writes(SampleAttempts.running("run-1", START, "m"), "attempts/run-1.json");
        history.tidy();
        crashedEverywhere();
    }

    /** Earlier versions recorded what the run had written, which said that it was running. */
    @Test
    void aCrashThatWasRecordedWithItsStagesOpen() {
        Attempt old = new Attempt(
                "run-1",
                origin(NOBODY),
                "virnuc predict demo.fna",
                "0.1.0",
                START,
                HistoryStatus.CRASHED,
                RunDescription.NONE,
                SampleAttempts.running("run-1", START, "m"));
        history.record(old);
        crashedEverywhere();
    }

    private void crashedEverywhere() {
        RunPageFacts crashed = shown();
        assertThat(crashed.row().status()).isEqualTo(HistoryStatus.CRASHED);
        assertThat(crashed.row().endedAt()).isEqualTo(START.plusSeconds(3));
        assertThat(requireNonNull(crashed.attempt().report()).status()).isEqualTo(RunStatus.CRASHED);
        assertThat(crashed.stages()).containsExactly(StageStatus.DONE, StageStatus.FAILED);
        assertThat(crashed.page())
                .contains(
                        "Status     crashed", "Run run-1 crashed in 3.0 s", "the run crashed in esm-2 at 7 of 20 items")
                .doesNotContain("running");
        assertThat(list.rows(withStatus(HistoryStatus.CRASHED))).containsExactly(crashed.row());
        assertThat(list.rows(withStatus(HistoryStatus.RUNNING))).isEmpty();
    }

    /** A killed process remains as a zombie where its parent never asks how it ended. */
    @Test
    void aZombieIsGone() throws IOException, InterruptedException {
        assumeThat(Path.of("/proc/self/stat")).exists();
        Process parent = new ProcessBuilder("sh", "-c", "true & echo $!; exec sleep 60").start();
        try (BufferedReader out = parent.inputReader()) {
            Origin child = origin(Long.parseLong(out.readLine()));
            for (int tries = 0; !child.isGone() && tries < 1_000; tries++) {
                Thread.sleep(10);
            }
            assertThat(child.isGone()).isTrue();
            assertThat(origin(parent.pid()).isGone()).isFalse();
        } finally {
            parent.destroyForcibly();
        }
    }

    private static RunFilter withStatus(HistoryStatus status) {
        return new RunFilter(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Set.of(status),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                100);
    }
}
