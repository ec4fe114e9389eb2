package org.virnuc.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.report.JsonReport;

class TelemetryFilesTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final RunDirectory directory;
    private final Path json;
    private final Path attempts;

    TelemetryFilesTest(@TempDir Path folder) {
        directory = RunDirectory.open(folder.resolve("run"), ResultLayout.ALL);
        json = directory.file("telemetry.json");
        attempts = directory.file("attempts");
    }

    @AfterEach
    void release() throws IOException {
        directory.close();
    }

    @Test
    void theReportIsThereFromTheFirstMoment() throws IOException {
        Path page = Files.writeString(directory.file("telemetry.md"), "# Run of yesterday: done");
        try (PipelineTelemetry telemetry = telemetry("a");
                TelemetryFiles files = files(telemetry, NEVER)) {
            assertThat(JsonReport.read(json).status()).isEqualTo(RunStatus.RUNNING);
            assertThat(page).doesNotExist();
            files.write(telemetry.finish(RunStatus.DONE, null));
            assertThat(JsonReport.read(json).status()).isEqualTo(RunStatus.DONE);
            assertThat(page).content().startsWith("# Run a: done");
        }
    }

    @Test
    void whatCannotBeWrittenIsKnown() throws IOException {
        try (PipelineTelemetry telemetry = telemetry("a");
                TelemetryFiles files = files(telemetry, NEVER)) {
            assertThat(files.loss()).isEmpty();
            Files.delete(json);
            Path inTheWay = Files.writeString(Files.createDirectory(json).resolve("x"), "");
            files.write();
            assertThat(files.loss()).hasValueSatisfying(loss -> assertThat(loss)
                    .startsWith("telemetry could not be written to " + directory.root()));
            Files.delete(inTheWay);
            Files.delete(json);
            files.write();
            assertThat(files.loss()).isEmpty();
        }
    }

    @Test
    @Timeout(60)
    void theEndIsWrittenWhileOtherWorkGoesOnAndIsThereAfterwards() throws IOException {
        try (PipelineTelemetry telemetry = telemetry("a");
                TelemetryFiles files = files(telemetry, NEVER)) {
            RunReport report = telemetry.finish(RunStatus.DONE, null);
            Path page = directory.file("telemetry.md");
            files.write(report, () -> waitFor(page)); // would never end if the page came after it
            assertThat(JsonReport.read(json).status()).isEqualTo(RunStatus.DONE);
        }
    }

    @Test
    void theEndIsWrittenWhereTheOtherWorkFailsOrTheThreadIsInterrupted() throws IOException {
        try (PipelineTelemetry telemetry = telemetry("a");
                TelemetryFiles files = files(telemetry, NEVER)) {
            RunReport report = telemetry.finish(RunStatus.DONE, null);
            assertThatThrownBy(() -> files.write(report, () -> {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException("no page");
                    }))
                    .hasMessage("no page");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(JsonReport.read(json).status()).isEqualTo(RunStatus.DONE);
        }
    }

    private static void waitFor(Path file) {
        while (!Files.exists(file)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aPageThatCannotBeRemovedDoesNotEndTheRun() throws IOException {
        Files.createDirectories(directory.file("telemetry.md").resolve("in the way"));
        try (PipelineTelemetry telemetry = telemetry("a");
                TelemetryFiles files = files(telemetry, NEVER)) {
            files.write(telemetry.finish(RunStatus.DONE, null));
            assertThat(JsonReport.read(json).status()).isEqualTo(RunStatus.DONE);
        }
    }

    @Test
    @Timeout(60)
    void aChangeIsWrittenAMomentLater() throws IOException {
        try (PipelineTelemetry telemetry = telemetry("a");
                TelemetryFiles files = files(telemetry, NEVER)) {
            telemetry.startStage("chunking", 10);
            files.writeSoon();
            while (JsonReport.read(json).stages().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(JsonReport.read(json).stages().get(0).status()).isEqualTo(StageStatus.RUNNING);
        }
    }

    @Test
    void aRunThatIsInterruptedJustThenStillWrites() throws IOException {
        try (PipelineTelemetry telemetry = telemetry("a");
                TelemetryFiles files = files(telemetry, NEVER)) {
            Thread.currentThread().interrupt();
            files.write(telemetry.finish(RunStatus.CANCELLED, null));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(JsonReport.read(json).status()).isEqualTo(RunStatus.CANCELLED);
        }
    }

    @Test
    @Timeout(60)
    void progressIsWrittenWhileAStageRuns() throws IOException {
        try (PipelineTelemetry telemetry = telemetry("a");
                TelemetryFiles files = files(telemetry, Duration.ofMillis(1))) {
            StageSpan span = telemetry.startStage("esm-2", 10);
            span.progress(4);
            while (JsonReport.read(json).stages().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(JsonReport.read(json).stages().get(0).itemsIn()).isEqualTo(4);
            while (Files.notExists(directory.file("telemetry.md"))) {
                Thread.onSpinWait();
            }
            assertThat(directory.file("telemetry.md")).content().startsWith("# Run a: running");
            files.write(telemetry.finish(RunStatus.DONE, null));
        }
        assertThat(JsonReport.read(json).status()).isEqualTo(RunStatus.DONE);
    }

    @Test
    void theNextRunClosesACrashedOne() throws IOException {
        try (PipelineTelemetry telemetry = telemetry("a");
                TelemetryFiles files = files(telemetry, NEVER)) {
            telemetry.startStage("esm-2", 10).progress(4);
            files.write();
        }
        try (PipelineTelemetry telemetry = telemetry("b");
                TelemetryFiles files = files(telemetry, NEVER)) {
            assertThat(telemetry.snapshot().events())
                    .extracting(EventReport::message)
                    .containsExactly(
                            "the run before, a, crashed in esm-2 at 4 of 10 items; its report is attempts/a.json");
            RunReport crashed = JsonReport.read(attempts.resolve("a.json"));
            assertThat(crashed.status()).isEqualTo(RunStatus.CRASHED);
            assertThat(crashed.stages().get(0).status()).isEqualTo(StageStatus.FAILED);
            assertThat(JsonReport.read(json).runId()).isEqualTo("b");
            files.write(telemetry.finish(RunStatus.DONE, null));
        }
    }

    @Test
    void attemptsThatWereNotDoneAreKeptAndTheOthersNot() throws IOException {
        Files.createFile(Files.createDirectories(attempts).resolve(".a.json.1-0123456789abcdef.tmp"));
        finish("a", RunStatus.FAILED);
        finish("b", RunStatus.CANCELLED);
        finish("c", RunStatus.DONE);
        finish("d", RunStatus.DONE);
        assertThat(kept()).containsExactly("a.json", "b.json");
        assertThat(JsonReport.read(attempts.resolve("b.json")).status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(JsonReport.read(json).events()).isEmpty();
    }

    @Test
    void theOldestAttemptsMakeRoom() throws IOException {
        for (int i = 100; i < 205; i++) {
            finish("run-" + i, RunStatus.FAILED);
        }
        assertThat(kept()).hasSize(100).startsWith("run-104.json").endsWith("run-203.json");
    }

    @Test
    void aDamagedReportIsInNobodysWay() throws IOException {
        Files.writeString(json, "{ torn");
        finish("a", RunStatus.DONE);
        assertThat(attempts).doesNotExist();
        assertThat(JsonReport.read(json).runId()).isEqualTo("a");
    }

    /** A run id read from a file is never used as a path. */
    @Test
    void aRunIdNamesNoFileElsewhere() throws IOException {
        finish("a", RunStatus.FAILED);
        Files.writeString(json, Files.readString(json).replace("\"run_id\" : \"a\"", "\"run_id\" : \"../../evil\""));
        finish("b", RunStatus.DONE);
        assertThat(directory.root().resolve("../evil.json")).doesNotExist();
        assertThat(attempts).doesNotExist();
    }

    @Test
    void offLeavesNoFiles() throws IOException {
        finish("a", RunStatus.DONE);
        try (PipelineTelemetry telemetry = telemetry("b");
                TelemetryFiles files = new TelemetryFiles(directory, telemetry, false)) {
            files.write();
            files.write(telemetry.finish(RunStatus.DONE, null));
        }
        assertThat(json).doesNotExist();
        assertThat(directory.file("telemetry.md")).doesNotExist();
    }

    @Test
    void whatCannotBeWrittenDoesNotStopTheRun() throws IOException {
        Files.createDirectories(json.resolve("in the way"));
        finish("a", RunStatus.DONE);
        assertThat(json).isDirectory();
    }

    private void finish(String runId, RunStatus status) throws IOException {
        try (PipelineTelemetry telemetry = telemetry(runId);
                TelemetryFiles files = files(telemetry, NEVER)) {
            files.write(telemetry.finish(status, null));
        }
    }

    private TelemetryFiles files(PipelineTelemetry telemetry, Duration every) throws IOException {
        return new TelemetryFiles(directory, telemetry, true, every);
    }

    private List<String> kept() throws IOException {
        try (Stream<Path> files = Files.list(attempts)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static PipelineTelemetry telemetry(String runId) {
        return PipelineTelemetry.builder(new RunInfo(runId, "virnuc predict", "test", Map.of()))
                .start();
    }
}
