package org.virnuc.telemetry.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnuc.telemetry.ArtifactReport;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.ResourceFigures;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;

class JsonReportTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;

    JsonReportTest(@TempDir Path folder) {
        this.file = folder.resolve("telemetry.json");
    }

    static Stream<RunReport> reports() {
        RunReport resumed = SampleRuns.resumed();
        return Stream.of(
                SampleRuns.complete(),
                resumed,
                resumed.withBaseline(new Baseline("first", SampleRuns.complete()).compare(resumed)),
                SampleRuns.failed(),
                PricedRuns.complete(new ManualClock()).snapshot(),
                PricedRuns.failed(),
                running());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void whatIsReadBackEqualsWhatWasWritten(RunReport report) throws IOException {
        String json = JsonReport.render(report);
        RunReport read = JsonReport.read(Files.writeString(file, json));
        assertThat(read).isEqualTo(report);
        assertThat(JsonReport.render(read)).isEqualTo(json);
    }

    /** Jackson's own way from classes to JSON, told by configuration what the writer does by itself. */
    @ParameterizedTest
    @MethodSource("reports")
    void isWhatJacksonWouldWrite(RunReport report) throws IOException {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .withConfigOverride(
                        BigDecimal.class, cost -> cost.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
                .build();
        assertThat(JsonReport.render(report)).isEqualTo(mapper.writeValueAsString(report) + "\n");
    }

    @Test
    void whatNoReportHoldsIsRefused() throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(new StringWriter())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RecordWriter(json).write(Path.of("a")))
                    .withMessageStartingWith("no report holds a class");
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void followsItsSchema(RunReport report) throws IOException {
        assertThat(violations(MAPPER.readTree(JsonReport.render(report)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void theSchemaNamesEveryField(RunReport report) throws IOException {
        JsonNode tree = MAPPER.readTree(JsonReport.render(report));
        for (String field : (Iterable<String>) tree::fieldNames) {
            if (Set.of("schema_revision", "resources", "retries", "estimate", "gpus", "joules_per_million")
                    .contains(field)) {
                continue; // reports of earlier versions have none and stay valid
            }
            ObjectNode without = tree.deepCopy();
            without.remove(field);
            assertThat(violations(without)).as(field).hasSize(1);
        }
    }

    @Test
    void theSchemaRefusesWhatCannotBe() throws IOException {
        assertThat(violations(changed(tree -> tree.put("wall_seconds", -1)))).hasSize(1);
        assertThat(violations(changed(tree -> tree.put("status", "fine")))).hasSize(1);
        assertThat(violations(changed(tree -> tree.put("surprise", 1)))).hasSize(1);
        assertThat(violations(changed(tree -> stage(tree).put("items_in", -1)))).hasSize(1);
        assertThat(violations(changed(tree -> stage(tree).putNull("ended_at")))).hasSize(1);
        assertThat(violations(changed(tree -> ((ObjectNode) tree.get("totals")).put("cost", 0.1))))
                .isNotEmpty();
    }

    @Test
    void costsAreDecimalText() throws IOException {
        JsonNode tree = MAPPER.readTree(JsonReport.render(running()));
        assertThat(tree.at("/totals/cost").textValue()).isEqualTo("0.00000012345678901234567890");
        assertThat(tree.at("/stages/0/calls/cost").textValue()).isEqualTo("0.00000012345678901234567890");
    }

    @Test
    void fieldsOfLaterVersionsAreIgnored() throws IOException {
        Files.writeString(file, changed(tree -> tree.put("invented_later", 1)).toString());
        assertThat(JsonReport.read(file)).isEqualTo(SampleRuns.complete());
    }

    @Test
    void reportsOfEarlierVersionsAreReadAndValid() throws IOException {
        JsonNode earlier = changed(tree -> {
            tree.remove(List.of("resources", "retries", "estimate", "gpus", "joules_per_million"));
            tree.get("stages").forEach(stage -> ((ObjectNode) stage).remove(List.of("resources", "retries")));
        });
        assertThat(violations(earlier)).isEmpty();
        RunReport read = JsonReport.read(Files.writeString(file, earlier.toString()));
        assertThat(read.resources()).isEqualTo(ResourceFigures.UNKNOWN);
        assertThat(read.retries()).isNull();
        assertThat(read.stages()).allSatisfy(stage -> {
            assertThat(stage.resources()).isEqualTo(ResourceFigures.UNKNOWN);
            assertThat(stage.retries()).isNull();
        });
        assertThat(MarkdownReport.render(read)).doesNotContain("## Resources");
        assertThat(Baseline.read(file).compare(SampleRuns.complete()).speedup()).isEqualTo(1);
    }

    /** A file of the version that knew revision 1, from a run on the demo: it is valid, and read with what it lacks. */
    @Test
    void aReportOfRevisionOne() throws IOException {
        try (InputStream old = requireNonNull(JsonReportTest.class.getResourceAsStream("revision-1.json"))) {
            Files.write(file, old.readAllBytes());
        }
        JsonNode tree = MAPPER.readTree(file.toFile());
        assertThat(tree.has("schema_revision")).isFalse();
        assertThat(ReportCheck.check(file)).isEmpty();
        RunReport read = JsonReport.read(file);
        assertThat(read.totals().promptTokens()).isEqualTo(35_171);
        assertThat(read.totals().completionTokens()).isZero();
        assertThat(read.stages()).hasSize(9).allSatisfy(stage -> assertThat(stage.artifact())
                .isNull());
        JsonNode rewritten = MAPPER.readTree(JsonReport.render(read));
        assertThat(rewritten.path("schema_revision").asInt()).isEqualTo(3);
        assertThat(rewritten.at("/totals/prompt_tokens").asLong()).isEqualTo(35_171);
        assertThat(violations(rewritten)).isEmpty();
        // A reader of revision 1 knows only its own fields, which are as they were.
        assertThat(withoutAdditions(rewritten)).isEqualTo(tree);
    }

    private static JsonNode withoutAdditions(JsonNode report) {
        ObjectNode earlier = report.deepCopy();
        earlier.remove(List.of("schema_revision", "gpus", "joules_per_million"));
        ((ObjectNode) earlier.path("totals")).remove(List.of("prompt_tokens", "completion_tokens"));
        earlier.path("stages").forEach(stage -> ((ObjectNode) stage).remove("artifact"));
        return earlier;
    }

    @Test
    void promptAndCompletionTokensStandBesideTheirSum() throws IOException {
        JsonNode totals = MAPPER.readTree(
                        JsonReport.render(PricedRuns.complete(new ManualClock()).finish(RunStatus.DONE, null)))
                .path("totals");
        assertThat(totals.path("tokens").asLong()).isEqualTo(3_800);
        assertThat(totals.path("prompt_tokens").asLong()).isEqualTo(3_000);
        assertThat(totals.path("completion_tokens").asLong()).isEqualTo(800);
    }

    @Test
    void aStageNamesItsArtifact() throws IOException {
        try (PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", new ManualClock())) {
            ArtifactReport output = new ArtifactReport("work/05-esm-2-1a2b", "4");
            telemetry.startStage("esm-2", 1).artifact(output);
            telemetry.skipStage(
                    "merging", "checkpoint", new OriginalStage("run-0", 1, null), StageFigures.of(1, 1), output);
            JsonNode tree = MAPPER.readTree(JsonReport.render(telemetry.snapshot()));
            for (int stage = 0; stage < 2; stage++) {
                assertThat(tree.at("/stages/" + stage + "/artifact").toString())
                        .isEqualTo("{\"folder\":\"work/05-esm-2-1a2b\",\"format_version\":\"4\"}");
            }
            assertThat(violations(tree)).isEmpty();
        }
    }

    @Test
    void saysThatAFileIsMissing() {
        assertFails("no telemetry report " + file + ": the file does not exist");
    }

    @Test
    void saysThatAFileIsNotJson() throws IOException {
        Files.writeString(file, "{\n  \"schema\": oops");
        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> JsonReport.read(file))
                .withMessageStartingWith(file + " is not a telemetry report: not JSON: Unrecognized token 'oops'")
                .withMessageEndingWith("(line 2)");
    }

    @Test
    void saysThatAFileIsOfAnotherSchema() throws IOException {
        Files.writeString(file, "{\"schema\": \"virnuc-telemetry/9\"}");
        assertFails(file + " is not a telemetry report: found schema \"virnuc-telemetry/9\", "
                + "expected \"virnuc-telemetry/1\"");
    }

    @Test
    void saysThatAFileIsNoReport() throws IOException {
        for (String text : new String[] {"", "[]", "{}", "17"}) {
            Files.writeString(file, text);
            assertFails(file + " is not a telemetry report: found no \"schema\", expected \"virnuc-telemetry/1\"");
        }
    }

    @Test
    void saysWhatIsWrongInAReport() throws IOException {
        assertDamaged(tree -> tree.remove("run_id"), "run_id is missing");
        assertDamaged(tree -> tree.put("wall_seconds", -3), "wall_seconds is -3.0, expected 0 or more seconds");
        assertDamaged(tree -> tree.remove("wall_seconds"), "wall_seconds: it is missing");
        assertDamaged(tree -> tree.put("started_at", "yesterday"), "started_at: ");
        assertDamaged(tree -> stage(tree).put("status", "odd"), "stages.[0].status: ");
    }

    @Test
    void saysThatADirectoryIsNoReport() throws IOException {
        Files.createDirectory(file);
        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> JsonReport.read(file))
                .withMessageStartingWith("cannot read telemetry report " + file + ": ");
    }

    private void assertFails(String message) {
        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> JsonReport.read(file))
                .withMessage(message);
    }

    private void assertDamaged(Consumer<ObjectNode> damage, String problem) throws IOException {
        Files.writeString(file, changed(damage).toString());
        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> JsonReport.read(file))
                .withMessageStartingWith(file + " is a damaged telemetry report: ")
                .withMessageContaining(problem);
    }

    private static RunReport running() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-4", new ManualClock());
        StageSpan span = telemetry.startStage("esm-2", 10);
        span.call(ModelCall.of("m")
                .provider("openai")
                .device("remote")
                .precision("fp16")
                .promptTokens(7)
                .completionTokens(3)
                .cachedTokens(1)
                .items(1)
                .requestId("id")
                .cost(new BigDecimal("12345678901234567890E-26"))
                .took(5));
        telemetry.event(EventClass.COST_CONTROL, Severity.WARNING, "75 %", Map.of("share", 0.75, "soft", true));
        return telemetry.snapshot();
    }

    private static ObjectNode stage(ObjectNode tree) {
        return (ObjectNode) tree.at("/stages/0");
    }

    private static JsonNode changed(Consumer<ObjectNode> change) throws IOException {
        ObjectNode tree = (ObjectNode) MAPPER.readTree(JsonReport.render(SampleRuns.complete()));
        change.accept(tree);
        return tree;
    }

    private static Set<ValidationMessage> violations(JsonNode tree) throws IOException {
        try (InputStream text = JsonReport.class.getResourceAsStream(JsonReport.SCHEMA_RESOURCE)) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(text);
            return schema.validate(tree);
        }
    }
}
