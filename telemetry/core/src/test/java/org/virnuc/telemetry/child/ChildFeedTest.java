package org.virnuc.telemetry.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.StageStatus;

class ChildFeedTest {
    private static final String CALL = "{\"type\":\"call\",\"model\":\"m\",\"provider\":\"openai\",\"prompt_tokens\":7,"
            + "\"completion_tokens\":3,\"seconds\":0.5,\"cost\":\"0.01\"}\n";

    private final Path file;
    private final PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", new ManualClock());
    private final StageSpan span = telemetry.startStage("annotation", -1);
    private final ChildFeed feed;

    ChildFeedTest(@TempDir Path folder) {
        this.file = folder.resolve("child.jsonl");
        this.feed = new ChildFeed(span, file);
    }

    @Test
    void theEnvironmentNamesFileStageAndRun() {
        assertThat(feed.environment())
                .isEqualTo(Map.of(
                        "VIRNUC_TELEMETRY_SINK", file.toString(),
                        "VIRNUC_TELEMETRY_STAGE", "annotation",
                        "VIRNUC_RUN_ID", "run-1"));
    }

    @Test
    void linesBecomeProgressCallsMetricsAndEvents() throws IOException {
        append("{\"type\":\"progress\",\"items\":40}\n{\"type\":\"progress\",\"items\":2,\"run_id\":\"run-1\"}\n" + CALL
                + "{\"type\":\"metric\",\"name\":\"hits\",\"value\":12}\n"
                + "{\"type\":\"metric\",\"name\":\"fill\",\"value\":0.5}\n\n"
                + "{\"type\":\"event\",\"severity\":\"warning\",\"message\":\"odd record\"}\n");
        feed.close();
        StageReport stage = stage();
        assertThat(stage.itemsIn()).isEqualTo(42);
        assertThat(stage.calls().tokens()).isEqualTo(10);
        assertThat(stage.calls().cost()).isEqualTo("0.01");
        assertThat(stage.calls().seconds()).isEqualTo(0.5);
        assertThat(stage.metrics()).containsEntry("hits", 12L).containsEntry("fill", 0.5);
        assertThat(events()).containsExactly("odd record");
    }

    @Test
    void aLineCountsOnceItIsEnded() throws IOException {
        append(CALL.substring(0, 20));
        feed.poll();
        assertThat(stage().calls().count()).isZero();
        append(CALL.substring(20) + CALL + "{\"type\":\"pro");
        feed.poll();
        feed.poll();
        assertThat(stage().calls().count()).isEqualTo(2);
        feed.close();
        assertThat(events())
                .containsExactly(
                        "1 of 3 lines of child processes could not be used: line 3: torn at the end of the file");
        assertThat(stage().metrics()).containsEntry("child_lines_bad", 1L);
    }

    @Test
    void badLinesAreCountedAndTheFirstAreNamed() throws IOException {
        append("oops\n" + CALL + "[1]\n" + "{\"type\":\"progress\",\"items\":-1}\n" + "x".repeat(70_000) + "\n"
                + "{\"type\":\"progress\",\"items\":1,\"run_id\":\"other\"}\n" + "again\n" + CALL);
        feed.close();
        feed.close();
        assertThat(stage().calls().count()).isEqualTo(2);
        assertThat(events())
                .containsExactly("6 of 8 lines of child processes could not be used: line 1: not JSON;"
                        + " line 3: not a JSON object;"
                        + " line 4: items is -1, expected a whole number, 0 or more;"
                        + " line 5: longer than 65536 bytes;"
                        + " line 6: run_id is other, expected run-1; and more");
    }

    @Test
    void aMissingFileIsNoError() {
        feed.poll();
        feed.close();
        assertThat(events()).isEmpty();
    }

    @Test
    void aFileThatBecameShorterIsReadAgainAndNamed() throws IOException {
        append(CALL + CALL);
        feed.poll();
        Files.writeString(file, CALL);
        feed.close();
        assertThat(stage().calls().count()).isEqualTo(3);
        assertThat(events().get(0)).contains("the file became shorter and is read again from its start");
    }

    /** Far more than a heap of tests would hold as text; what is kept is one line and one buffer. */
    @Test
    void aMillionLines() throws IOException {
        String line = "{\"type\":\"progress\",\"items\":1,\"ignored\":\"" + "x".repeat(40) + "\"}\n";
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < 1_000_000; i++) {
                out.write(line);
            }
        }
        feed.close();
        assertThat(stage().itemsIn()).isEqualTo(1_000_000);
        assertThat(events()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessInAnyLanguageTakesPart() throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder(
                "sh",
                "-c",
                "echo '{\"type\":\"progress\",\"items\":3}' >>\"$VIRNUC_TELEMETRY_SINK\";"
                        + " echo '{\"type\":\"event\",\"message\":\"'$VIRNUC_TELEMETRY_STAGE of $VIRNUC_RUN_ID'\"}'"
                        + " >>\"$VIRNUC_TELEMETRY_SINK\"; exit 7");
        assertThat(ChildProcess.run(shell, span)).isEqualTo(7);
        assertThat(stage().itemsIn()).isEqualTo(3);
        assertThat(events()).containsExactly("annotation of run-1");
        assertThat(Path.of(shell.environment().get("VIRNUC_TELEMETRY_SINK"))).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anInterruptEndsTheProcess() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> ChildProcess.run(new ProcessBuilder("sleep", "600"), span));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | type is \"\", expected progress, call, metric or event",
                "{\"type\":\"call\"} | model is missing",
                "{\"type\":\"call\",\"model\":\"m\",\"seconds\":-1} | seconds is -1, expected 0 or more",
                "{\"type\":\"call\",\"model\":\"m\",\"cost\":\"1e-900000000\"} | cost is \"1e-900000000\", expected an amount of money",
                "{\"type\":\"call\",\"model\":\"m\",\"cost\":\"much\"} | cost is \"much\", expected a decimal number",
                "{\"type\":\"call\",\"model\":\"m\",\"cost\":\"-1\"} | cost is -1, expected 0 or more",
                "{\"type\":\"metric\",\"name\":\"n\",\"value\":\"1\"} | value is not a number",
                "{\"type\":\"event\",\"message\":\"m\",\"severity\":\"huge\"} | severity is \"huge\", expected info, warning, error",
            })
    void saysWhatIsWrong(String line, String problem) throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChildLine.parse(line))
                .withMessage(problem);
        assertThat(follows(line)).isFalse();
    }

    @Test
    void theSchemaTakesWhatTheReaderTakes() throws IOException {
        for (String line : List.of(
                CALL,
                "{\"type\":\"progress\",\"items\":1}",
                "{\"type\":\"metric\",\"name\":\"n\",\"value\":1.5}",
                "{\"type\":\"event\",\"message\":\"m\",\"class\":\"cost-control\"}")) {
            ChildLine.parse(line).applyTo(span);
            assertThat(follows(line)).as(line).isTrue();
        }
    }

    private static boolean follows(String line) throws IOException {
        try (InputStream text = ChildLine.class.getResourceAsStream(ChildLine.SCHEMA_RESOURCE)) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(text);
            return schema.validate(new JsonMapper().readTree(line)).isEmpty();
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private StageReport stage() {
        return telemetry.snapshot().stages().get(0);
    }

    private List<String> events() {
        RunReport report = telemetry.snapshot();
        return report.events().stream().map(EventReport::message).toList();
    }

    @AfterEach
    void end() {
        telemetry.endStage(span, StageFigures.of(1, 1));
        telemetry.close();
    }

    /** The telemetry of a stage whose children write without end stops, and the stage does not. */
    @Test
    void aFileThatGrowsTooLargeIsReadNoFurther() throws IOException {
        String line = "{\"type\":\"progress\",\"items\":1}\n";
        StageSpan other = telemetry.startStage("endless", -1);
        int lines = (1 << 18) / line.length();
        try (ChildFeed limited = new ChildFeed(other, file, 100_000)) {
            Files.writeString(file, line.repeat(lines));
            limited.poll();
            long done = other.itemsDone();
            assertThat(done).isBetween(100_000L / line.length(), (100_000L + (1 << 16)) / line.length());
            Files.writeString(file, line.repeat(lines), StandardOpenOption.APPEND);
            limited.poll();
            assertThat(other.itemsDone()).isEqualTo(done);
        }
        telemetry.endStage(other, StageFigures.of(1, 1));
        RunReport report = telemetry.snapshot();
        assertThat(report.stages().get(1).status()).isEqualTo(StageStatus.DONE);
        assertThat(report.stages().get(1).metrics()).containsEntry("child_sink_bytes", 131_072L);
        assertThat(report.events())
                .extracting(EventReport::message)
                .containsExactly(
                        "the file of child processes has grown to 65.5 kB, and is read up to 100.0 kB; they write 0 B a"
                                + " second",
                        "the file of child processes is larger than 100.0 kB; what they write from now on is not read,"
                                + " and the run goes on; they write 0 B a second");
    }

    @Test
    void sizeAndGrowthAreFigures() throws IOException {
        ManualClock clock = new ManualClock();
        PipelineTelemetry timed = SampleRuns.telemetry("run-2", clock);
        StageSpan stage = timed.startStage("annotation", -1);
        try (ChildFeed other = new ChildFeed(stage, file)) {
            Files.writeString(file, CALL);
            clock.advanceSeconds(2);
            other.poll();
        }
        assertThat(timed.snapshot().stages().get(0).metrics())
                .containsEntry("child_sink_bytes", (long) CALL.length())
                .containsEntry("child_sink_bytes_per_second", Math.round(CALL.length() / 2.0));
    }
}
