package org.virnuc.telemetry.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnuc.telemetry.CrashedRun;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;

class ReportCheckTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;

    ReportCheckTest(@TempDir Path folder) {
        this.file = folder.resolve("telemetry.json");
    }

    static Stream<RunReport> reports() {
        return Stream.of(
                SampleRuns.complete(),
                SampleRuns.resumed(),
                SampleRuns.failed(),
                PricedRuns.complete(new ManualClock()).finish(RunStatus.DONE, null),
                PricedRuns.failed(),
                running(),
                CrashedRun.closed(running()));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void whatIsWrittenIsValid(RunReport report) throws IOException {
        assertThat(check(MAPPER.readTree(JsonReport.render(report)))).isEmpty();
    }

    @Test
    void whatTheSchemaSays() throws IOException {
        assertThat(changed(run -> calls(run).put("prompt_tokens", -1)))
                .contains("$.stages[1].calls.prompt_tokens: must have a minimum value of 0");
        assertThat(changed(run -> run.put("status", "fine"))).anyMatch(line -> line.startsWith("$.status: "));
        assertThat(changed(run -> run.remove("run_id"))).anyMatch(line -> line.contains("run_id"));
    }

    @Test
    void guardrailHitsAreCountedAndSayWhichTheyAre() throws IOException {
        assertThat(changed(run -> hit(run).put("of", 1)))
                .containsExactly("$.events[1].details.of: 1 is less than count, 2");
        assertThat(changed(run -> hit(run).put("count", 1)))
                .containsExactly("$.events[1].details.first: 2 examples are more than count, 1");
        assertThat(changed(run -> hit(run).put("count", 0)))
                .contains("$.events[1].details.count: must have a minimum value of 1");
        assertThat(changed(run -> hit(run).put("guardrail", "Duplicate ids")))
                .anyMatch(line -> line.startsWith("$.events[1].details.guardrail: "));
        assertThat(changed(run -> hit(run).remove("first"))).anyMatch(line -> line.contains("'first'"));
    }

    @Test
    void endsComeAfterStartsAndFitTheTimeTaken() throws IOException {
        assertThat(changed(run -> run.put("ended_at", "2026-11-22T09:00:00Z")))
                .contains("$.ended_at: 2026-11-22T09:00:00Z is before started_at 2026-11-22T10:00:00Z");
        assertThat(changed(run -> stage(run).put("ended_at", "2026-11-22T10:00:01.999Z")))
                .contains("$.stages[1].ended_at: 2026-11-22T10:00:01.999Z is before started_at 2026-11-22T10:00:02Z");
        assertThat(changed(run -> stage(run).put("wall_seconds", 14.5)))
                .contains("$.stages[1].wall_seconds: 14.5 is not the time from started_at to ended_at, 15.0");
        assertThat(changed(run -> run.put("status", "running")))
                .contains("$.ended_at: is set, and the status is running");
        assertThat(changed(run -> run.putNull("ended_at")))
                .contains("$.ended_at: is null, and the status is not running");
    }

    @Test
    void stagesLieWithinTheRun() throws IOException {
        assertThat(changed(run ->
                        stage(run).put("started_at", "2026-11-22T09:59:59Z").put("wall_seconds", 18.0)))
                .containsExactly(
                        "$.stages[1].started_at: 2026-11-22T09:59:59Z is before the run's, 2026-11-22T10:00:00Z");
        assertThat(changed(run -> run.put("ended_at", "2026-11-22T10:00:19Z").put("wall_seconds", 19)))
                .contains("$.stages[2].ended_at: 2026-11-22T10:00:20Z is after the run's, 2026-11-22T10:00:19Z");
        assertThat(changed(run -> stage(run).put("status", "running").putNull("ended_at")))
                .containsExactly("$.stages[1].status: is running, and the run has ended");
        assertThat(changed(run -> ((ObjectNode) stage(run).get("resources")).put("peak_rss_bytes", 200_000_001L)))
                .containsExactly("$.stages[1].resources.peak_rss_bytes: 200000001 is more than the run's, 200000000");
    }

    @Test
    void totalsAreTheSumsOfTheirParts() throws IOException {
        assertThat(changed(run -> totals(run).put("calls", 3)))
                .containsExactly(
                        "$.totals.calls: 3 is not the sum over per_model, 2",
                        "$.totals.calls: 3 is not the sum over the stages, 2");
        assertThat(changed(run -> calls(run).put("prompt_tokens", 18_499)))
                .containsExactly("$.totals.tokens: 18500 is not the sum over the stages, 18499");
        assertThat(changed(run -> calls(run).put("cost", "0.1")))
                .containsExactly("$.totals.per_model: costs add up to 0, those of the stages' calls to 0.1");
        assertThat(changed(run -> {
                    totals(run).put("cost", "0.09");
                    calls(run).put("cost", "0.1");
                    ((ObjectNode) run.at("/totals/per_model/esm2-mini/calls")).put("cost", "0.10");
                }))
                .containsExactly("$.totals.cost: 0.09 is less than the sum over per_model, 0.10");
        assertThat(changed(run -> run.put("retries", 1)))
                .containsExactly("$.retries: 1 is not the sum over the stages, 0");
        assertThat(changed(run -> calls(run).put("cached", 18_501)))
                .containsExactly("$.stages[1].calls.cached: 18501 is more than prompt_tokens, 18500");
    }

    @Test
    void whatIsDerivedFollows() throws IOException {
        assertThat(changed(run -> ((ObjectNode) run.at("/bottlenecks/0")).put("share", 0.5)))
                .containsExactly("$.bottlenecks[0].share: 0.5 is not wall_seconds over the run's, 0.75");
        assertThat(changed(run -> ((ObjectNode) run.at("/bottlenecks/0")).put("id", "nobody")))
                .containsExactly("$.bottlenecks[0].id: nobody is no stage of the run");
        assertThat(changed(run -> ((ObjectNode) run.at("/bottlenecks/2"))
                        .put("wall_seconds", 4)
                        .put("share", 0.2)))
                .containsExactly("$.bottlenecks[2].wall_seconds: 4.0 is more than that of the one before, 3.0");
        assertThat(changed(run -> ((ObjectNode) run.get("throughput")).put("bases_per_second", 31_000)))
                .containsExactly(
                        "$.throughput.bases_per_second: 31000.0 is not quantities.bases over wall_seconds, 30000.0");
    }

    @Test
    void everyViolationIsNamed() throws IOException {
        assertThat(changed(run -> {
                    run.put("wall_seconds", -1);
                    totals(run).put("calls", -2);
                    stage(run).put("items_in", -3);
                }))
                .contains(
                        "$.wall_seconds: must have a minimum value of 0",
                        "$.totals.calls: must have a minimum value of 0",
                        "$.stages[1].items_in: must have a minimum value of 0");
    }

    @Test
    void nonsenseIsInvalidAndNoError() throws IOException {
        for (String text : List.of("[]", "{}", "17", "{\"stages\": 3, \"totals\": [], \"started_at\": \"x\"}")) {
            assertThat(check(MAPPER.readTree(text))).as(text).isNotEmpty();
        }
        Files.writeString(file, "{ torn");
        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> ReportCheck.check(file))
                .withMessageContaining("not JSON");
    }

    private static RunReport running() {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock);
        telemetry.startStage("esm-2", 10).progress(4);
        clock.advanceSeconds(2);
        return telemetry.snapshot();
    }

    private List<String> changed(Consumer<ObjectNode> change) throws IOException {
        ObjectNode tree = (ObjectNode) MAPPER.readTree(JsonReport.render(SampleRuns.complete()));
        change.accept(tree);
        return check(tree);
    }

    private List<String> check(JsonNode tree) throws IOException {
        Files.writeString(file, tree.toString());
        return ReportCheck.check(file).stream()
                .map(ReportCheck.Violation::toString)
                .toList();
    }

    private static ObjectNode hit(ObjectNode run) {
        return (ObjectNode) run.path("events").path(1).path("details");
    }

    private static ObjectNode stage(ObjectNode run) {
        return (ObjectNode) run.at("/stages/1");
    }

    private static ObjectNode calls(ObjectNode run) {
        return (ObjectNode) run.at("/stages/1/calls");
    }

    private static ObjectNode totals(ObjectNode run) {
        return (ObjectNode) run.get("totals");
    }
}
