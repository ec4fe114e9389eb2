package org.virnuc.telemetry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnuc.telemetry.history.SampleAttempts.START;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.report.JsonReport;

/** Real processes on one file. */
class HistoryProcessesTest {
    private static final int PROCESSES = 10;
    private static final int RUNS = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** They make the file too, all at once. */
    @Test
    void tenProcessesAtOnceLoseNothing() throws IOException, InterruptedException {
        Path file = folder.resolve("history.db");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(HistoryProcess.start(file, "writer" + i, String.valueOf(RUNS)));
        }
        for (int i = 0; i < PROCESSES; i++) {
            assertThat(end(processes.get(i)))
                    .as(Files.readString(folder.resolve("writer" + i + ".log")))
                    .isZero();
        }
        assertThat(new HistorySpool(file).folder()).doesNotExist();
        try (RunHistory history = RunHistory.open(file)) {
            assertThat(HistoryCheck.check(history).problems()).isEmpty();
            List<RunRow> rows = new RunList(history).rows(RunFilter.ALL);
            assertThat(rows).hasSize(PROCESSES * RUNS).allMatch(row -> row.status() == HistoryStatus.DONE);
            for (int i = 0; i < PROCESSES; i++) {
                assertThat(new RunList(history).attempts("/runs/writer" + i)).hasSize(RUNS);
            }
        }
    }

    @Test
    void aCrashedOneIsClosedLaterWithWhatItsLastReportSays() throws IOException, InterruptedException {
        Path file = folder.resolve("history.db");
        assertThat(end(HistoryProcess.start(file, "silent", "crash"))).isEqualTo(9);
        assertThat(end(HistoryProcess.start(file, "telling", "crash"))).isEqualTo(9);
        Path left = Files.createDirectory(folder.resolve("telling"));
        String report = JsonReport.render(SampleAttempts.report("telling", START, "esm2-mini"));
        Files.writeString(
                left.resolve("telemetry.json"),
                report.replaceFirst("\"status\" : \"done\"", "\"status\" : \"running\"")
                        .replaceFirst("\"ended_at\" : \"[^\"]*\"", "\"ended_at\" : null"));
        try (RunHistory history = RunHistory.open(file)) {
            history.record(SampleAttempts.begun("alive", START, SampleAttempts.origin("alive")));
            assertThat(history.tidy()).isEqualTo(new RunHistory.Tidied(0, 2, List.of()));
            RunList list = new RunList(history);
            assertThat(list.find("silent").status()).isEqualTo(HistoryStatus.CRASHED);
            assertThat(list.find("silent").wallSeconds()).isNull();
            assertThat(list.find("telling").status()).isEqualTo(HistoryStatus.CRASHED);
            assertThat(list.find("telling").tokens()).isEqualTo(1_000);
            assertThat(list.find("alive").status()).isEqualTo(HistoryStatus.RUNNING);
            assertThat(history.tidy().crashed()).isZero();
        }
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
