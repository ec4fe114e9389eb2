package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.pipeline.run.ResultLayout;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;

/** The same command again computes what is missing and nothing else. */
class ResumeTest {
    private static final List<String> ALL =
            StageId.nine().stream().map(StageId::word).toList();

    private final Path folder;
    private final Path input;
    private final FakeRun run;

    ResumeTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        input = Samples.write(folder.resolve("in.fa"), Samples.mixed(1));
        run = new FakeRun(folder.resolve("out"), input);
    }

    @Test
    void secondRunSkipsEverythingAndChangesNoByte() throws IOException, InterruptedException {
        RunReport first = run.run();
        assertThat(FakeRun.computed(first)).isEqualTo(ALL);
        Map<String, String> before = run.digests();
        run.model.forget();

        RunReport second = run.run();
        assertThat(FakeRun.skipped(second)).isEqualTo(ALL);
        assertThat(run.digests()).isEqualTo(before);
        assertThat(run.model.opened).isEmpty();
    }

    @Test
    void skippedStageTellsWhatItCostAndWhoPaid() throws IOException, InterruptedException {
        run.run();
        RunReport report = run.run();
        for (StageId id : StageId.nine()) {
            StageReport stage = FakeRun.stage(report, id);
            Manifest manifest = Manifest.read(run.folder(id)).orElseThrow();
            assertThat(stage.skippedReason()).isEqualTo("checkpoint");
            assertThat(stage.original()).isEqualTo(new OriginalStage("run-1", manifest.wallSeconds(), null));
            assertThat(stage.itemsIn()).isEqualTo(manifest.itemsIn());
            assertThat(stage.itemsOut()).isEqualTo(manifest.counts().get(id.produced()));
        }
    }

    @Test
    void changedHeadReusesTheEmbeddings() throws IOException, InterruptedException {
        run.run();
        Map<String, String> before = run.results();
        run.model.headWeights = "head-2";
        assertThat(FakeRun.computed(run.run())).containsExactly("prediction", "consensus");
        assertThat(run.results()).isNotEqualTo(before);
    }

    /** The join of a new encoder's vectors has the same bytes as before: only the vectors tell that scores are stale. */
    @Test
    void changedPrecisionRunsTheEncodersAndWhatFollows() throws IOException, InterruptedException {
        run.run();
        Map<String, String> before = run.results();
        run.model.precision = "bf16";
        assertThat(FakeRun.computed(run.run()))
                .containsExactly("dnabert-s", "esm-2", "merging", "prediction", "consensus");
        assertThat(run.results().get("prediction_results.txt")).isNotEqualTo(before.get("prediction_results.txt"));
    }

    @Test
    void changedDnaModelLeavesTheProteinVectors() throws IOException, InterruptedException {
        run.run();
        run.model.dnaWeights = "dna-2";
        RunReport report = run.run();
        assertThat(FakeRun.computed(report)).startsWith("dnabert-s").contains("prediction");
        assertThat(FakeRun.skipped(report)).contains("esm-2");
    }

    @Test
    void changedLengthRunsEverything() throws IOException, InterruptedException {
        run.run();
        run.model.length = 300;
        assertThat(FakeRun.computed(run.run())).isEqualTo(ALL);
    }

    @Test
    void settingsBackAgainSkipEverything() throws IOException, InterruptedException {
        run.run();
        Map<String, String> results = run.results();
        run.model.length = 300;
        run.run();
        run.model.length = 500;
        assertThat(FakeRun.skipped(run.run())).isEqualTo(ALL);
        assertThat(run.results()).isEqualTo(results);
    }

    @Test
    void changedInputRunsWhatDependsOnIt() throws IOException, InterruptedException {
        run.run();
        Samples.write(input, Samples.mixed(1).replace(">short", ">brief"));
        RunReport report = run.run();
        // The frames stay the same, because a record of two bases has none: only who is told of it changes.
        assertThat(FakeRun.computed(report)).containsExactly("chunking", "translation", "consensus");
        assertThat(Files.readString(folder.resolve("out/sequences.tsv"))).contains("\nbrief\t");

        Samples.write(input, Samples.mixed(2));
        assertThat(FakeRun.computed(run.run())).isEqualTo(ALL);
    }

    @Test
    void explainNamesTheSetting() throws IOException, InterruptedException {
        assertThat(explained()).contains("chunking runs: there is no earlier result");
        run.model.precision = "bf16";
        assertThat(explained())
                .contains(
                        "dnabert-s runs: precision changed from fp32 to bf16 (lower precisions round the vectors)",
                        "translation is up to date: " + run.folder(StageId.TRANSLATION));
        run.model.length = 300;
        assertThat(explained()).contains("chunking runs: chunk-length changed from 500 to 300 (where records are cut)");
        Samples.write(input, Samples.mixed(3));
        assertThat(explained())
                .anyMatch(
                        line -> line.matches(
                                "chunking runs: input changed from [0-9a-f]{12} to [0-9a-f]{12} \\(the output is computed from it\\)"));
    }

    @Test
    void clearedWorkIsComputedAnew() throws IOException, InterruptedException {
        run.run();
        Map<String, String> results = run.results();
        try (RunDirectory directory = RunDirectory.open(folder.resolve("out"), ResultLayout.ALL)) {
            directory.clearWork();
        }
        assertThat(FakeRun.computed(run.run())).isEqualTo(ALL);
        assertThat(run.results()).isEqualTo(results);
    }

    @Test
    void movedDirectoryStaysValid() throws IOException, InterruptedException {
        run.run();
        Path moved = Files.move(folder.resolve("out"), folder.resolve("elsewhere"));
        Path sameBytes = Files.copy(input, folder.resolve("other name.fa"));
        assertThat(FakeRun.skipped(new FakeRun(moved, sameBytes).run())).isEqualTo(ALL);
    }

    private List<String> explained() throws IOException, InterruptedException {
        run.run();
        return run.explained();
    }
}
