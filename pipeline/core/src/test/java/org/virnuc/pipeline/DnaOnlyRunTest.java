package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.models.ModelException;
import org.virnuc.telemetry.RunReport;

/** Chunks without an open frame, scored from their DNA: in files and columns of their own; they call records that have no other score. */
class DnaOnlyRunTest {
    private final Path folder;
    private final Path input;

    DnaOnlyRunTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.input = Samples.write(folder.resolve("in.fa"), Samples.mixed(1));
    }

    @Test
    void nothingOfFramesChanges() throws IOException, InterruptedException {
        FakeRun plain = new FakeRun(folder.resolve("plain"), input);
        plain.run();
        FakeRun filled = new FakeRun(folder.resolve("filled"), input);
        filled.model.withDnaOnly();
        filled.run();
        for (String name : RunFiles.OF_FRAMES) {
            assertThat(filled.results().get(name))
                    .as(name)
                    .isEqualTo(plain.results().get(name));
        }
        assertThat(plain.results()).doesNotContainKey("chunk_scores.tsv");
        List<String> scores = lines("filled", "chunk_scores.tsv");
        Map<String, Long> counts =
                Manifest.read(filled.folder(StageId.TRANSLATION)).orElseThrow().counts();
        assertThat(scores.stream().filter(line -> line.contains("\tframes\t")).count())
                .isEqualTo(lines("plain", "prediction_results_highestscore.csv").size() - 1);
        assertThat(scores.stream().filter(line -> line.contains("\tdna-only\t")).count())
                .isGreaterThanOrEqualTo(counts.getOrDefault("chunks_no_open_frame", 0L));
        assertThat(lines("plain", "unscored.tsv")).anyMatch(line -> line.endsWith("no-open-frame"));
        assertThat(lines("filled", "unscored.tsv")).noneMatch(line -> line.endsWith("no-open-frame"));
    }

    @Test
    void everyBaseIsAccountedFor() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.withDnaOnly();
        run.run();
        RunFiles files = new RunFiles(folder.resolve("out"));
        assertThat(files.basesListed()).isEqualTo(files.bases()).isPositive();
        assertThat(files.lines("contig_calls.tsv")).anyMatch(line -> line.contains("\tdna-only\t"));
    }

    @Test
    void itIsComputedOnceAndStoppedWithoutLoss() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.run();
        assertThat(run.model.encodedBy(StageId.DNA_ONLY)).isZero();
        run.model.withDnaOnly();
        run.model.forget();
        RunReport report = run.run();
        assertThat(FakeRun.computed(report)).containsExactly("dna-only", "consensus");
        assertThat(FakeRun.stage(report, StageId.DNA_ONLY).calls().tokens()).isPositive();
        assertThat(run.model.encodedBy(StageId.ESM_2)).isZero();
        assertThat(FakeRun.skipped(run.run())).hasSize(10);
        run.model.otherHead();
        assertThat(FakeRun.computed(run.run())).containsExactly("prediction", "consensus");
    }

    @Test
    void modelsWithoutSuchAHeadAreRefused() {
        RealRun run = RealRun.golden(500).writing(new FakeModel().withDnaOnly().answers);
        assertThatThrownBy(() -> run.run(input, folder.resolve("out")))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("`fallback` dna needs a head for DNA alone, and model ")
                .hasMessageEndingWith("; leave `fallback` out, or put one there");
    }

    private List<String> lines(String run, String name) throws IOException {
        return new RunFiles(folder.resolve(run)).lines(name);
    }
}
