package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.Interruption;
import org.virnuc.files.Digests;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.TelemetryEvent;

/** The demo with the embedded model: every record accounted for, the same every time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoRunTest {
    private static final List<String> FINAL_FILES =
            List.of("prediction_results.txt", "prediction_results_highestscore.csv", "sequences.tsv");

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path demo;

    @SuppressWarnings("NullAway.Init")
    private RunResult result;

    @BeforeAll
    void runTheDemo(@TempDir Path shared) throws IOException, InterruptedException {
        folder = shared;
        demo = folder.resolve("demo.fna");
        Files.write(demo, resource("demo.fna"));
        result = RealRun.mini().run(demo, folder.resolve("out"));
    }

    @Test
    void everyRecordHasItsRowInOrder() throws IOException {
        List<String> ids = Files.readAllLines(demo).stream()
                .filter(line -> line.startsWith(">"))
                .map(line -> line.substring(1).split("\\s", -1)[0])
                .toList();
        assertThat(ids).hasSizeGreaterThan(5);
        assertThat(rows()).extracting(row -> row.get("id")).isEqualTo(ids);
    }

    /** The networks that say what is not biological sequence need no encoder, so precision does not matter. */
    @Test
    void demoIsNotFarFromTheTrainingData() throws IOException {
        List<String> rows = Files.readAllLines(folder.resolve("out/confidence.tsv"));
        assertThat(rows.stream().filter(row -> row.endsWith("\tno"))).hasSize(11);
        assertThat(rows.stream().filter(row -> row.endsWith("\tyes"))).isEmpty();
    }

    @Test
    void totalsReconcile() throws IOException {
        Map<String, Long> outcome = result.outcome();
        assertThat(sum(outcome, "records_virus", "records_others", "records_unscored"))
                .isEqualTo(sum(outcome, "records"))
                .isEqualTo(rows().size());
        assertThat(sum(outcome, "chunks_scored", "chunks_no_open_frame", "chunks_too_short", "chunks_ambiguous"))
                .isEqualTo(sum(outcome, "chunks"))
                .isEqualTo(
                        rows().stream().mapToLong(row -> number(row, "chunks")).sum());
        for (String call : List.of("virus", "others", "unscored")) {
            assertThat(calls().values().stream().filter(call::equals)).hasSize((int) sum(outcome, "records_" + call));
        }
        assertThat(sum(outcome, "chunks_scored")).isEqualTo(sum(outcome, "chunks"));
        assertThat(dataLines(FINAL_FILES.get(1)))
                .isEqualTo(rows().stream()
                        .mapToLong(row -> number(row, "chunks_scored"))
                        .sum());
        assertThat(dataLines(FINAL_FILES.get(0)))
                .isEqualTo(
                        rows().stream().mapToLong(row -> number(row, "frames")).sum());
    }

    /** The model's limits are known: an inovirus is beyond it. */
    @Test
    void callsAreAsLabelledWhereTheModelCanTell() throws IOException {
        Map<String, String> labels = new HashMap<>();
        for (String line : new String(resource("demo.labels.tsv"), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            String[] columns = line.split("\t", -1);
            labels.put(columns[0], columns[1]);
        }
        List<String> wrong = new ArrayList<>();
        calls().forEach((id, call) -> {
            assertThat(labels).containsKey(id);
            if (call.equals("virus") != "viral".equals(labels.get(id))) {
                wrong.add(id);
            }
        });
        assertThat(wrong).isSubsetOf("NC_001331.1");
    }

    @Test
    void anotherDirectoryGetsTheSameBytes() throws IOException, InterruptedException {
        Path other = folder.resolve("other");
        RealRun.mini().run(demo, other);
        for (String file : FINAL_FILES) {
            assertThat(other.resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("out").resolve(file));
        }
    }

    @Test
    void secondRunOpensNoModelAndForceStartsAfresh() throws IOException, InterruptedException {
        Path again = folder.resolve("again");
        RealRun.mini().run(demo, again);
        Map<String, String> before = finalFiles(again);
        RunReport second = RealRun.mini().run(demo, again).report();
        assertThat(FakeRun.skipped(second)).hasSize(10);
        assertThat(second.totals().calls()).isZero();
        JsonNode stage = telemetry(again).path("stages").get(4);
        assertThat(stage.path("status").asText()).isEqualTo("skipped");
        assertThat(stage.path("skipped_reason").asText()).isEqualTo("checkpoint");
        assertThat(stage.path("original").path("wall_seconds").asDouble()).isPositive();
        assertThat(stage.path("original").path("run_id").asText()).isEqualTo("run-of-test");
        assertThat(FakeRun.computed(RealRun.mini().force().run(demo, again).report()))
                .hasSize(10);
        assertThat(finalFiles(again)).isEqualTo(before);

        RealRun.mini().clean().run(demo, again);
        assertThat(again.resolve("work")).doesNotExist();
        assertThat(finalFiles(again)).isEqualTo(before);
    }

    @Test
    void runFileAndTelemetryTellWhatWasRun() throws IOException {
        JsonNode run =
                new ObjectMapper().readTree(folder.resolve("out/run.json").toFile());
        assertThat(run.path("format").asText()).isEqualTo("virnuc-run/1");
        assertThat(run.path("inputs").get(0).path("sha256").asText()).isEqualTo(Digests.ofFile(demo));
        assertThat(run.path("settings").path("precision").asText()).isEqualTo("fp32");
        assertThat(run.path("model").path("id").asText()).isEqualTo("virnuc-mini");
        run.path("files").forEach(file -> {
            if (!file.asText().equals("virnuc.log")) { // opened by the command line
                assertThat(folder.resolve("out").resolve(file.asText())).exists();
            }
        });
        JsonNode telemetry =
                new ObjectMapper().readTree(folder.resolve("out/telemetry.json").toFile());
        assertThat(telemetry.path("status").asText()).isEqualTo("done");
        assertThat(telemetry.path("stages")).hasSize(10);
        assertThat(telemetry.path("totals").path("calls").asLong()).isPositive();
        assertThat(telemetry.path("quantities").path("tokens").asLong()).isPositive();
    }

    /** The interrupt meets a file being opened, which must not keep the report from being written. */
    @Test
    void interruptedRunSaysSoInItsTelemetry() throws IOException {
        Path out = folder.resolve("interrupted");
        RealRun interrupted = RealRun.mini().watchedBy(event -> {
            if (event instanceof TelemetryEvent.StageStarted started
                    && started.stage().equals("translation")) {
                Thread.currentThread().interrupt();
            }
        });
        Throwable thrown = catchThrowable(() -> interrupted.run(demo, out));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(thrown).isNotNull();
        assertThat(Interruption.caused(thrown)).as("%s", thrown).isTrue();
        JsonNode telemetry = telemetry(out);
        assertThat(telemetry.path("status").asText()).isEqualTo("cancelled");
        assertThat(telemetry.path("stages").findValuesAsText("status")).containsExactly("done", "cancelled");
        assertThat(FINAL_FILES).noneMatch(name -> Files.exists(out.resolve(name)));
    }

    private long dataLines(String file) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("out").resolve(file));
        return lines.subList(1, lines.size()).size();
    }

    private static JsonNode telemetry(Path directory) throws IOException {
        return new ObjectMapper().readTree(directory.resolve("telemetry.json").toFile());
    }

    private List<Map<String, String>> rows() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("out/sequences.tsv"));
        String[] names = lines.get(0).split("\t", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split("\t", -1);
            assertThat(columns).hasSameSizeAs(names);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], columns[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    /** The call of each record, from {@code confidence.tsv}. */
    private Map<String, String> calls() throws IOException {
        Map<String, String> calls = new HashMap<>();
        List<String> lines = Files.readAllLines(folder.resolve("out/confidence.tsv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            calls.put(cells[0], cells[1]);
        }
        return calls;
    }

    private static Map<String, String> finalFiles(Path directory) throws IOException {
        Map<String, String> digests = FakeRun.digests(directory);
        return FINAL_FILES.stream().collect(Collectors.toMap(name -> name, name -> String.valueOf(digests.get(name))));
    }

    private static long number(Map<String, String> row, String column) {
        return Long.parseLong(Objects.requireNonNull(row.get(column), column));
    }

    private static long sum(Map<String, Long> outcome, String... names) {
        long sum = 0;
        for (String name : names) {
            sum += Objects.requireNonNull(outcome.get(name), name);
        }
        return sum;
    }

    private static byte[] resource(String name) throws IOException {
        String path = "/org/virnuc/data/demo/" + name;
        try (InputStream in = Objects.requireNonNull(DemoRunTest.class.getResourceAsStream(path), path)) {
            return in.readAllBytes();
        }
    }
}
