package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.report.JsonReport;

class TelemetryCommandTest {
    private final Path folder;
    private final Path report;

    TelemetryCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.report = folder.resolve("telemetry.json");
        RunInfo info = new RunInfo("run-1", "virnuc predict", "test", Map.of());
        try (PipelineTelemetry telemetry = PipelineTelemetry.builder(info).start()) {
            telemetry.startStage("chunking", 3).progress(1);
            Files.writeString(report, JsonReport.render(telemetry.finish(RunStatus.FAILED, null)));
        }
    }

    @Test
    void aValidReportIsZero() {
        for (Path given : List.of(report, folder)) {
            CommandRun run = CommandRun.of("telemetry", "validate", given.toString());
            assertThat(run.code()).isZero();
            assertThat(run.out()).containsExactly(report + ": valid");
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void everyViolationIsALineAndTheCodeIsThree() throws IOException {
        Files.writeString(
                report,
                Files.readString(report).replace("\"run-1\"", "\"\"").replace("\"items_in\" : 1", "\"items_in\" : -1"));
        CommandRun run = CommandRun.of("telemetry", "validate", report.toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .containsExactlyInAnyOrder(
                        report + ": $.run_id: must be at least 1 characters long",
                        report + ": $.stages[0].items_in: must have a minimum value of 0");
        assertThat(run.err()).containsExactly("virnuc: not valid: " + report + " (2 violations)");
    }

    @Test
    void oneBadReportAmongGoodOnes() throws IOException {
        Path torn = Files.writeString(folder.resolve("torn.json"), "{");
        CommandRun run = CommandRun.of("telemetry", "validate", torn.toString(), report.toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).hasSize(2).last().isEqualTo(report + ": valid");
        assertThat(run.out().get(0)).startsWith(torn + ": $: " + torn + " is not a telemetry report: not JSON: ");
        assertThat(run.err()).containsExactly("virnuc: not valid: " + torn + " (1 violation)");
    }

    @Test
    void aMissingReportIsTwo() {
        CommandRun run = CommandRun.of(
                "telemetry", "validate", folder.resolve("none.json").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .containsExactly("virnuc: no telemetry report " + folder.resolve("none.json")
                        + "; give a telemetry.json or a run directory");
        assertThat(CommandRun.of("telemetry", "validate").code()).isEqualTo(2);
    }

    /** The tests of a build run without the variables. */
    @Test
    void emitDoesNothingWithoutAStage() {
        assertThat(System.getenv("VIRNUC_TELEMETRY_SINK")).isNull();
        CommandRun run = CommandRun.of("telemetry", "emit", "progress", "items=1");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void helpHasThreeExamples() {
        CommandRun run = CommandRun.of("telemetry", "validate", "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .filteredOn(line -> line.startsWith("  virnuc telemetry validate "))
                .hasSize(3);
    }
}
