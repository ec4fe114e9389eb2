package org.virnuc.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;

class TraceFilesTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path folder;
    private final ManualClock clock = new ManualClock();

    TraceFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aLineForEveryCall() throws IOException {
        try (TraceFiles traces = TraceFiles.open(folder);
                PipelineTelemetry telemetry = SampleRuns.queued("run-1", clock, traces)) {
            StageSpan span = telemetry.startStage("esm-2", -1);
            span.call(SampleRuns.call("cuda:0", 9_000, 1_000));
            span.call(ModelCall.of("m")
                    .provider("openai")
                    .device("remote")
                    .precision("fp16")
                    .promptTokens(10)
                    .completionTokens(5)
                    .cachedTokens(2)
                    .items(1)
                    .requestId("req-7")
                    .cost(new BigDecimal("1E-7"))
                    .took(1_500));
            telemetry.endStage(span, StageFigures.of(1, 1));
            telemetry.finish(RunStatus.DONE, null);
        }
        assertThat(Files.readAllLines(folder.resolve("calls.jsonl")))
                .containsExactly(
                        "{\"at\":\"2026-11-22T10:00:00Z\",\"run_id\":\"run-1\",\"stage\":\"esm-2\",\"model\":\"esm2-mini\","
                                + "\"provider\":\"local\",\"device\":\"cuda:0\",\"precision\":\"fp32\",\"prompt_tokens\":9000,"
                                + "\"completion_tokens\":0,\"cached\":0,\"items\":600,\"padded_tokens\":1000,\"seconds\":7.0,"
                                + "\"request_id\":null,\"cost\":null}",
                        "{\"at\":\"2026-11-22T10:00:00Z\",\"run_id\":\"run-1\",\"stage\":\"esm-2\",\"model\":\"m\","
                                + "\"provider\":\"openai\",\"device\":\"remote\",\"precision\":\"fp16\",\"prompt_tokens\":10,"
                                + "\"completion_tokens\":5,\"cached\":2,\"items\":1,\"padded_tokens\":0,\"seconds\":1.5E-6,"
                                + "\"request_id\":\"req-7\",\"cost\":\"0.0000001\"}");
    }

    @Test
    void stagesEventsAndTheRunAreSpans() throws IOException {
        try (TraceFiles traces = TraceFiles.open(folder);
                PipelineTelemetry telemetry = SampleRuns.queued("run-1", clock, traces)) {
            SampleRuns.stage(telemetry, clock, "chunking", 1.5, StageFigures.of(13, 1_200));
            StageSpan span = telemetry.startStage("esm-2", -1);
            span.event(EventClass.DATA, Severity.WARNING, "odd", Map.of("ids", List.of("a", "b")));
            telemetry.failStage(span, new IllegalStateException("gone"));
            telemetry.finish(RunStatus.FAILED, null);
        }
        List<JsonNode> spans = lines("spans.jsonl");
        assertThat(spans)
                .hasSize(5)
                .allSatisfy(span -> assertThat(span.path("run_id").asText()).isEqualTo("run-1"));
        assertThat(spans.get(0).toString())
                .isEqualTo(
                        "{\"at\":\"2026-11-22T10:00:00Z\",\"run_id\":\"run-1\",\"kind\":\"stage\",\"span\":1,\"parent\":0,"
                                + "\"name\":\"chunking\",\"ended_at\":\"2026-11-22T10:00:01.500Z\",\"seconds\":1.5,\"status\":\"done\","
                                + "\"attributes\":{\"cpu_user_seconds\":0.75,\"cpu_system_seconds\":0.15,\"items_in\":13,"
                                + "\"items_out\":1200,\"calls\":0,\"tokens\":0,\"allocated_bytes\":1500000,"
                                + "\"peak_rss_bytes\":101500000,\"cost\":null}}");
        assertThat(spans.get(1).path("kind").asText()).isEqualTo("event");
        assertThat(spans.get(1).path("parent").asInt()).isEqualTo(2);
        assertThat(spans.get(1).at("/attributes/ids").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(spans.get(2).path("status").asText()).isEqualTo("failed");
        assertThat(spans.get(4).path("kind").asText()).isEqualTo("run");
        assertThat(spans.get(4).path("parent").isNull()).isTrue();
        assertThat(spans.get(4).path("span").asInt()).isZero();
    }

    @Test
    void callsAndSpansHaveTheirCosts() throws IOException {
        try (TraceFiles traces = TraceFiles.open(folder);
                PipelineTelemetry telemetry = PricedRuns.complete(clock, traces)) {
            telemetry.finish(RunStatus.DONE, null);
        }
        assertThat(lines("calls.jsonl"))
                .extracting(call ->
                        call.path("model").asText() + " " + call.path("cost").asText())
                .containsExactly("esm2-mini 0.04", "gpt 0.0052", "gpt 0.0052");
        assertThat(lines("spans.jsonl"))
                .extracting(span -> span.path("name").asText() + " "
                        + span.at("/attributes/cost").asText())
                .containsExactly("spooling null", "chunking 0.01", "esm-2 0.06", "naming 0.0304", "run-9 0.1104");
        assertThat(lines("spans.jsonl").get(4).at("/attributes/currency").asText())
                .isEqualTo("USD");
    }

    @Test
    void theTracesOfTheRunBeforeAreReplaced() throws IOException {
        for (String runId : List.of("first", "second")) {
            try (TraceFiles traces = TraceFiles.open(folder);
                    PipelineTelemetry telemetry = SampleRuns.queued(runId, clock, traces)) {
                telemetry.startStage("esm-2", -1).call(SampleRuns.call("cpu", 1, 1));
            }
        }
        assertThat(lines("calls.jsonl"))
                .singleElement()
                .satisfies(call -> assertThat(call.path("run_id").asText()).isEqualTo("second"));
        TraceFiles.remove(folder);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void callsAreOnDiskWhenTheirStageEnds() throws IOException {
        try (TraceFiles traces = TraceFiles.open(folder);
                PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock, traces)) {
            StageSpan span = telemetry.startStage("esm-2", -1);
            span.call(SampleRuns.call("cpu", 1, 1));
            telemetry.endStage(span, StageFigures.of(1, 1));
            assertThat(lines("calls.jsonl")).hasSize(1);
            assertThat(lines("spans.jsonl")).hasSize(1);
        }
    }

    /** A sequence in an event, which is somebody's mistake, reaches no trace. */
    @Test
    void payloadsAreBoundedAndHoldNoSequences() throws IOException {
        String sequence = "ACGTTGCANN".repeat(30);
        try (TraceFiles traces = TraceFiles.open(folder);
                PipelineTelemetry telemetry = SampleRuns.queued("run-1", clock, traces)) {
            Map<String, Object> details = Map.of(
                    "sequence", sequence, "many", Collections.nCopies(50, "id"), "long", "word ".repeat(100), "n", 7);
            telemetry.event(EventClass.DATA, Severity.INFO, "chunk " + sequence + " is odd", details);
        }
        JsonNode event = lines("spans.jsonl").get(0);
        assertThat(event.path("message").asText()).isEqualTo("chunk [300 letters] is odd");
        assertThat(event.at("/attributes/sequence").asText()).isEqualTo("[300 letters]");
        assertThat(event.at("/attributes/many")).hasSize(11);
        assertThat(event.at("/attributes/many/10").asText()).isEqualTo("... (40 more)");
        assertThat(event.at("/attributes/long").asText())
                .hasSize(200 + "... (300 more)".length())
                .endsWith("... (300 more)");
        assertThat(event.at("/attributes/n").asInt()).isEqualTo(7);
    }

    @Test
    void whatCannotBeWrittenIsCounted() throws IOException {
        RunReport report;
        TraceFiles traces = TraceFiles.open(folder);
        traces.close();
        try (PipelineTelemetry telemetry = SampleRuns.queued("run-1", clock, traces)) {
            StageSpan span = telemetry.startStage("esm-2", -1);
            telemetry.endStage(span, StageFigures.of(1, 1));
            report = telemetry.finish(RunStatus.DONE, null);
        }
        assertThat(report.telemetryLosses()).isPositive();
        assertThat(report.status()).isEqualTo(RunStatus.DONE);
    }

    private List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(name))) {
            lines.add(MAPPER.readTree(line));
        }
        return lines;
    }
}
