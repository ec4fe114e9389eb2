package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.pipeline.cascade.LeadRule;
import org.virnuc.sequences.StretchFinder;
import org.virnuc.sequences.StretchFinder.Limits;
import org.virnuc.sequences.StretchFinder.Stretch;
import org.virnuc.telemetry.RunReport;

/** Chunks without an open frame, scored by their stretches: in files and columns of their own; they call records that have no other score. */
class StretchRunTest {
    /** A stop in every frame, and long stretches in front and behind. */
    private static final String CLOSED = "ACGGCATCGGCACTTGGCAACGTGCATCCGGCAACTCGGCA" + "GCACCGTTCGGAC".repeat(7)
            + "TAATTAATTAA" + "CCGACTGGCACCAGTCCGGCAACGGCATC".repeat(4) + "TAATTAATTAA" + "GGCACCATCGGAC".repeat(8);

    private final Path folder;

    StretchRunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void nothingOfFramesChanges() throws IOException, InterruptedException {
        Path input = mixed();
        FakeRun plain = new FakeRun(folder.resolve("plain"), input);
        plain.run();
        for (Fallback fallback : List.of(Fallback.STRETCHES, Fallback.STRETCHES_AND_DNA)) {
            FakeRun filled = new FakeRun(folder.resolve("filled" + fallback), input);
            filled.model.with(fallback);
            filled.run();
            for (String name : RunFiles.OF_FRAMES) {
                assertThat(filled.results().get(name))
                        .as(name)
                        .isEqualTo(plain.results().get(name));
            }
            long chunks = Manifest.read(filled.folder(StageId.STRETCHES))
                    .orElseThrow()
                    .counts()
                    .getOrDefault("chunks_with_stretches", -1L);
            List<String> scores = lines("filled" + fallback, "chunk_scores.tsv");
            assertThat(scores.stream()
                            .filter(line -> line.contains("\tframes\t"))
                            .count())
                    .isEqualTo(lines("plain", "prediction_results_highestscore.csv")
                                    .size()
                            - 1);
            assertThat(scores.stream()
                            .filter(line -> line.contains("\tstretches\t"))
                            .count())
                    .isEqualTo(chunks)
                    .isPositive();
            assertThat(scores.stream().anyMatch(line -> line.contains("\tdna-only\t")))
                    .isEqualTo(fallback == Fallback.STRETCHES_AND_DNA);
        }
    }

    @Test
    void everyBaseIsAccountedFor() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), mixed());
        run.model.with(Fallback.STRETCHES_AND_DNA);
        run.run();
        RunFiles files = new RunFiles(folder.resolve("out"));
        assertThat(files.basesListed()).isEqualTo(files.bases()).isPositive();
        assertThat(files.lines("contig_calls.tsv")).anyMatch(line -> line.contains("\tstretches\t"));
        assertThat(files.lines("contig_calls.tsv")).anyMatch(line -> line.contains("\tdna-only\t"));
    }

    @Test
    void theyAreComputedOnceAndStoppedWithoutLoss() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), mixed());
        run.run();
        assertThat(run.model.encodedBy(StageId.STRETCHES)).isZero();
        run.model.withStretches();
        run.model.forget();
        RunReport report = run.run();
        assertThat(FakeRun.computed(report)).containsExactly("stretches", "consensus");
        assertThat(FakeRun.stage(report, StageId.STRETCHES).calls().tokens()).isPositive();
        assertThat(run.model.encodedBy(StageId.ESM_2)).isZero();
        assertThat(FakeRun.skipped(run.run())).hasSize(10);
        run.model.with(Fallback.STRETCHES_AND_DNA);
        assertThat(FakeRun.computed(run.run())).containsExactly("dna-only", "consensus");
        run.model.otherHead();
        assertThat(FakeRun.computed(run.run())).containsExactly("prediction", "stretches", "consensus");
    }

    /** A chunk's score is the mean of what frames with the sequences of its stretches have. */
    @Test
    void aStretchIsScoredAsAFrameIsAndEqualOnesOnce() throws IOException, InterruptedException {
        List<Stretch> stretches = stretches(CLOSED);
        assertThat(stretches).hasSize(3);
        StringBuilder apart = new StringBuilder();
        stretches.forEach(
                stretch -> apart.append(">s\n").append(stretch.nucleotides()).append('\n'));
        FakeRun frames =
                new FakeRun(folder.resolve("frames"), Samples.write(folder.resolve("apart.fa"), apart.toString()));
        frames.run();
        double expected = lines("frames", "prediction_results.txt").stream()
                .filter(line -> line.startsWith("s_chunk_1F1\t"))
                .mapToDouble(line -> Double.parseDouble(line.split("\t", -1)[3]))
                .average()
                .orElseThrow();

        String twice = ">a\n" + CLOSED + "\n>b\n" + CLOSED + "\n";
        FakeRun run = new FakeRun(folder.resolve("twice"), Samples.write(folder.resolve("twice.fa"), twice));
        run.model.withStretches();
        RunReport report = run.run();
        assertThat(scores("twice")).hasSize(2).allSatisfy(score -> assertThat(score)
                .isCloseTo(expected, within(1e-6)));
        assertThat(run.model.encoded.get(StageId.STRETCHES))
                .hasSameSizeAs(new HashSet<>(run.model.encoded.get(StageId.STRETCHES)))
                .hasSize(6);
        assertThat(FakeRun.stage(report, StageId.STRETCHES).metrics()).containsEntry("stretches_repeated", 3L);

        FakeRun both = new FakeRun(
                folder.resolve("both"), Samples.write(folder.resolve("both.fa"), ">a\n" + CLOSED + "\n" + apart));
        both.model.withStretches();
        report = both.run();
        assertThat(both.model.encodedBy(StageId.STRETCHES)).isZero();
        assertThat(scores("both").get(0)).isCloseTo(expected, within(1e-6));
        assertThat(FakeRun.stage(report, StageId.STRETCHES).metrics()).containsEntry("stretches_scored_as_frames", 3L);
    }

    /** A frame's scores may be those of the small model, and stretches have those of the big one. */
    @Test
    void inACascadeNoStretchTakesTheScoresOfAFrame() throws IOException, InterruptedException {
        StringBuilder apart = new StringBuilder();
        stretches(CLOSED)
                .forEach(stretch ->
                        apart.append(">s\n").append(stretch.nucleotides()).append('\n'));
        String all = ">a\n" + CLOSED + "\n" + apart;
        FakeRun run = new FakeRun(folder.resolve("out"), Samples.write(folder.resolve("in.fa"), all));
        run.model.cascading("0.95", LeadRule.CHUNKS).withStretches();
        RunReport report = run.run();
        assertThat(run.model.encodedBy(StageId.STRETCHES)).isEqualTo(6);
        assertThat(FakeRun.stage(report, StageId.STRETCHES).metrics()).containsEntry("stretches_scored_as_frames", 0L);
        assertThat(lines("out", "chunk_scores.tsv"))
                .anyMatch(line -> line.contains("\tstretches\t") && line.endsWith("\tbig"));
        run.model.forget();
        run.run();
        assertThat(run.model.encoded).isEmpty();
    }

    /** Where chunks with frames have stretches, too, their open frames are among them and are not computed again. */
    @Test
    void besideFramesOpenFramesAreNotComputedAgain() throws IOException, InterruptedException {
        FakeRun run =
                new FakeRun(folder.resolve("out"), Samples.write(folder.resolve("in.fa"), Samples.manyFrames(700, 2)));
        run.model.withStretches();
        run.model.otherStretches();
        RunReport report = run.run();
        assertThat(run.model.encodedBy(StageId.STRETCHES)).isZero();
        Map<String, Number> metrics = FakeRun.stage(report, StageId.STRETCHES).metrics();
        assertThat(metrics).containsEntry("chunks_with_stretches", 700L);
        assertThat(metrics).containsEntry("stretches_scored_as_frames", 2L * 700);
    }

    private Path mixed() throws IOException {
        return Samples.write(folder.resolve("in.fa"), Samples.mixed(1) + ">closed\n" + CLOSED + "\n");
    }

    private static List<Stretch> stretches(String chunk) {
        byte[] letters = chunk.getBytes(StandardCharsets.ISO_8859_1);
        return new StretchFinder(Limits.DEFAULT).find(letters, letters.length);
    }

    private List<Double> scores(String run) throws IOException {
        List<Double> scores = new ArrayList<>();
        for (String line : lines(run, "chunk_scores.tsv")) {
            String[] cells = line.split("\t", -1);
            if (cells[4].equals("stretches")) {
                scores.add(Double.parseDouble(cells[6]));
            }
        }
        return scores;
    }

    private List<String> lines(String run, String name) throws IOException {
        return new RunFiles(folder.resolve(run)).lines(name);
    }
}
