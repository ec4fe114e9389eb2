package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.models.ModelException;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;

/** Chunks judged by a chunk head: VirNucPro's results stay, all others rest on what it says. */
class ChunkHeadRunTest {
    private static final List<String> OF_VIRNUCPRO =
            List.of("prediction_results.txt", "prediction_results_highestscore.csv", "sequences.tsv");

    private final Path folder;
    private final Path input;

    ChunkHeadRunTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.input = Samples.write(folder.resolve("in.fa"), Samples.mixed(1));
    }

    @Test
    void resultsOfVirNucProStay() throws IOException, InterruptedException {
        FakeRun plain = new FakeRun(folder.resolve("plain"), input);
        plain.run();
        judged("judged").run();
        for (String name : OF_VIRNUCPRO) {
            assertThat(folder.resolve("judged").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("plain").resolve(name));
        }
    }

    @Test
    void everyChunkWithBasesIsJudged() throws IOException, InterruptedException {
        FakeRun run = judged("out");
        run.run();
        Map<String, Long> counts =
                Manifest.read(run.folder(StageId.TRANSLATION)).orElseThrow().counts();
        long without = counts.getOrDefault("chunks_too_short", 0L) + counts.getOrDefault("chunks_ambiguous", 0L);
        List<Map<String, String>> scores = rows("chunk_scores.tsv");
        assertThat(scores).allSatisfy(row -> assertThat(row).containsEntry("source", "chunk-head"));
        assertThat(scores).hasSize((int) (counts.getOrDefault("chunks", 0L) - without));
        assertThat(Manifest.read(run.folder(StageId.CONSENSUS)).orElseThrow().counts())
                .containsEntry("chunks_scored", (long) scores.size())
                .containsEntry("chunks_no_open_frame", 0L);
        assertThat(lines("unscored.tsv")).noneMatch(line -> line.endsWith("no-open-frame"));
    }

    /** As the fake chunk head declares: log odds cut off at 5, weighted by bases, times 1 + ln(n) / 2. */
    @Test
    void recordsAreCalledByAllTheirChunks() throws IOException, InterruptedException {
        judged("out").run();
        Map<String, List<Map<String, String>>> chunks = new HashMap<>();
        rows("chunk_scores.tsv").forEach(row -> chunks.computeIfAbsent(cell(row, "id"), id -> new ArrayList<>())
                .add(row));
        List<Map<String, String>> records = rows("confidence.tsv");
        List<String> ids = records.stream().map(record -> cell(record, "id")).toList();
        int several = 0;
        for (Map<String, String> record : records) {
            String id = cell(record, "id");
            List<Map<String, String>> own = chunks.getOrDefault(id, List.of());
            if (own.size() < 2 || Collections.frequency(ids, id) > 1) {
                continue;
            }
            double bases = own.stream().mapToDouble(ChunkHeadRunTest::length).sum();
            double mean = own.stream()
                            .mapToDouble(row -> length(row) * Math.max(-5, Math.min(5, logOdds(row))))
                            .sum()
                    / bases;
            double logOdds = (1 + 0.5 * Math.log(own.size())) * mean;
            assertThat(Double.parseDouble(cell(record, "probability")))
                    .isCloseTo(1 / (1 + Math.exp(-logOdds)), within(1e-3));
            assertThat(record).containsEntry("call", logOdds >= 0 ? "virus" : "others");
            several++;
        }
        assertThat(several).isGreaterThan(2);
    }

    @Test
    void itIsComputedOnceAndFramesAreNotReadAgain() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.run();
        List<String> frames = List.copyOf(run.model.encoded.getOrDefault(StageId.ESM_2, List.of()));
        run.model.with(Fallback.CHUNK_HEAD);
        run.model.forget();
        assertThat(FakeRun.computed(run.run())).containsExactly("chunk-head", "consensus");
        assertThat(run.model.encodedBy(StageId.ESM_2)).isZero();
        assertThat(run.model.encoded.get(StageId.CHUNK_HEAD)).isNotEmpty().doesNotContainAnyElementsOf(frames);
        assertThat(FakeRun.skipped(run.run())).hasSize(10);
        run.model.otherChunkHead();
        assertThat(FakeRun.computed(run.run())).containsExactly("chunk-head", "consensus");
    }

    /** Reads are often there many times. */
    @Test
    void chunksWithTheSameLettersAreJudgedOnce() throws IOException, InterruptedException {
        String record = "ATGGCTTGGCATGACGAAACCCGTTTTCAGATGGCTCTGGGTTAAATTCGTGACTGGCATGAA".repeat(6);
        StringBuilder fasta = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            fasta.append(">r")
                    .append(i)
                    .append('\n')
                    .append(i % 2 == 0 ? record : "ACC" + record)
                    .append('\n');
        }
        Path reads = Samples.write(folder.resolve("reads.fa"), fasta.toString());
        FakeRun run = new FakeRun(folder.resolve("out"), reads);
        run.model.with(Fallback.CHUNK_HEAD);
        StageReport stage = run.run().stages().stream()
                .filter(one -> one.id().equals("chunk-head"))
                .findFirst()
                .orElseThrow();
        assertThat(stage.metrics()).containsEntry("chunks_repeated", 2_498L);
        List<String> own = run.model.encoded.getOrDefault(StageId.CHUNK_HEAD, List.of());
        assertThat(own).doesNotHaveDuplicates();
        List<Map<String, String>> scores = rows("chunk_scores.tsv");
        assertThat(scores).hasSize(2_500);
        for (int i = 2; i < scores.size(); i++) {
            assertThat(cell(scores.get(i), "score2")).isEqualTo(cell(scores.get(i % 2), "score2"));
        }
    }

    @Test
    void modelsWithoutOneAreRefusedAndByDefaultTheirFramesDecide() throws IOException, InterruptedException {
        FakeModel asking = new FakeModel().with(Fallback.CHUNK_HEAD);
        assertThatThrownBy(() -> RealRun.golden(500).writing(asking.answers).run(input, folder.resolve("refused")))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("`fallback` chunk-head needs a chunk head, and model ")
                .hasMessageEndingWith("; leave `fallback` out, or put one there");
        RunReport report =
                RealRun.golden(500).run(input, folder.resolve("golden")).report();
        assertThat(report.stages()).noneMatch(stage -> stage.id().equals("chunk-head"));
    }

    private FakeRun judged(String name) throws IOException {
        FakeRun run = new FakeRun(folder.resolve(name), input);
        run.model.with(Fallback.CHUNK_HEAD);
        return run;
    }

    private static double length(Map<String, String> row) {
        return Double.parseDouble(cell(row, "end")) - Double.parseDouble(cell(row, "start"));
    }

    private static double logOdds(Map<String, String> row) {
        return Math.log(Float.parseFloat(cell(row, "score2")) / Float.parseFloat(cell(row, "score1")));
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    private List<Map<String, String>> rows(String name) throws IOException {
        List<String> lines = lines(name);
        String[] columns = lines.get(0).split("\t", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < columns.length; i++) {
                row.put(columns[i], cells[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve("out").resolve(name), StandardCharsets.ISO_8859_1);
    }
}
