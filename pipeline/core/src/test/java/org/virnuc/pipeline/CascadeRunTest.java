package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virnuc.engine.Interruption;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.pipeline.cascade.CascadeFile;
import org.virnuc.pipeline.cascade.LeadRule;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.TelemetryEvent;

/** A small model screens for a big one: every chunk has one deciding model, which is told, and nothing is computed twice. */
class CascadeRunTest {
    private static final List<String> STEPS = List.of("cascade-trial", "cascade-band", "cascade-big", "cascade-scores");

    private final Path folder;
    private final Path input;
    private final FakeRun run;

    CascadeRunTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(700, 3) + Samples.mixed(1));
        this.run = new FakeRun(folder.resolve("out"), input);
    }

    @ParameterizedTest
    @EnumSource(LeadRule.class)
    void everyChunkHasOneDecidingModelWhoseScoresItHas(LeadRule rule) throws IOException, InterruptedException {
        run.model.cascading("0.95", rule);
        run.run();
        List<String> small = lines(small() + "/prediction_results.txt");
        List<String> big = lines(big() + "/prediction_results.txt");
        List<String> decisions = lines("out/cascade.tsv");
        assertThat(decisions)
                .hasSize(count("decisions"))
                .hasSize(lines("out/prediction_results_highestscore.csv").size());
        assertThat(decisions.stream().filter(line -> line.contains("\tsmall\tclear\t")))
                .hasSize(count("decisions_by_small_model"))
                .isNotEmpty();
        assertThat(decisions.stream().filter(line -> line.matches(".*\tbig\t(band|sample)\t.*")))
                .hasSize(count("decisions_by_big_model"))
                .isNotEmpty();
        List<String> frames = lines("out/prediction_results.txt");
        assertThat(frames).hasSameSizeAs(small).hasSameSizeAs(big);
        int chunk = -1;
        String before = "";
        for (int i = 0; i < frames.size(); i++) {
            String frame = frames.get(i).substring(0, frames.get(i).indexOf('\t'));
            // Ids occur twice; the frames of a chunk ascend from F1 to R3.
            chunk += chunkOf(frame).equals(chunkOf(before)) && frame.compareTo(before) > 0 ? 0 : 1;
            before = frame;
            String[] cells = decisions.get(chunk).split("\t", -1);
            assertThat(chunkOf(frame)).isEqualTo(cells[0] + "_chunk_" + cells[1]);
            assertThat(frames.get(i)).isEqualTo(cells[2].equals("big") ? big.get(i) : small.get(i));
        }
        assertThat(chunk).isEqualTo(decisions.size() - 1);
    }

    private static String chunkOf(String frame) {
        return frame.substring(0, Math.max(0, frame.length() - 2));
    }

    @Test
    void recordsAndChunksSayWhichModelHasDecided() throws IOException, InterruptedException {
        run.model.cascading("0.95", LeadRule.CHUNKS).writing("chunks");
        run.run();
        Map<String, Long> byBig = new HashMap<>();
        for (String line : lines("out/cascade.tsv")) {
            String[] cells = line.split("\t", -1);
            byBig.merge(cells[0], cells[2].equals("big") ? 1L : 0L, Long::sum);
        }
        Map<String, Long> told = new HashMap<>();
        for (String line : lines("out/sequences.tsv")) {
            String[] cells = line.split("\t", -1);
            told.merge(cells[0], Long.parseLong(cells[13]), Long::sum);
        }
        told.keySet().retainAll(byBig.keySet());
        assertThat(told).isEqualTo(byBig);
        assertThat(lines("out/chunk_scores.tsv").stream().filter(line -> line.endsWith("\tbig")))
                .hasSize(count("decisions_by_big_model"));
    }

    @Test
    void labelsAreThoseOfTheFullRunAsOftenAsAskedFor() throws IOException, InterruptedException {
        run.model.cascading("0.95", LeadRule.CHUNKS);
        run.run();
        big();
        small();
        assertThat(agreement("out")).isGreaterThanOrEqualTo(0.95);
        assertThat(agreement("small")).as("without the big model").isLessThan(0.95);
    }

    private double agreement(String of) throws IOException {
        List<String> full = lines("big/prediction_results_highestscore.csv");
        List<String> here = lines(of + "/prediction_results_highestscore.csv");
        long same = 0;
        for (int i = 0; i < full.size(); i++) {
            same += full.get(i).equals(here.get(i)) ? 1 : 0;
        }
        return same / (double) full.size();
    }

    /** Two of the records have frames with the same nucleotides and other proteins, because of their ambiguous codon. */
    @Test
    void everythingIsTheFullRun() throws IOException, InterruptedException {
        String begin = "NCC" + "CCG".repeat(30);
        Samples.write(
                input,
                Samples.manyFrames(700, 3) + ">alanine\n" + begin + "GCC\n>glycine\n" + begin + "GGC\n"
                        + Samples.mixed(1));
        run.model.cascading("1", LeadRule.CHUNKS);
        run.run();
        big();
        for (String name : List.of("prediction_results.txt", "prediction_results_highestscore.csv", "viral.fasta")) {
            assertThat(folder.resolve("out").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("big").resolve(name));
        }
        assertThat(counts(StageId.CASCADE_SCORES)).containsEntry("decisions_by_small_model", 0L);
        assertThat(counts(StageId.CASCADE_TRIAL)).containsEntry("rows", 0L).containsEntry("chunks", 0L);
        assertThat(run.warnings()).noneMatch(line -> line.contains("cascade"));
    }

    @Test
    void anInputTooSmallGoesToTheBigModelAndSaysSo() throws IOException, InterruptedException {
        run.model.cascading("0.999", LeadRule.CHUNKS);
        run.run();
        assertThat(run.warnings())
                .contains(
                        "cascade-band: all scored chunks go to the big model, so `cascade` saves nothing: to show an agreement of"
                                + " 0.999 pays from 11980 scored chunks on");
        assertThat(counts(StageId.CASCADE_SCORES)).containsEntry("decisions_by_small_model", 0L);
        run.run();
        assertThat(run.warnings()).as("told again").anyMatch(line -> line.contains("`cascade` saves nothing"));
    }

    @Test
    void itComesOnTopOfARunOfTheSmallModelAndChangesNothingOfIt() throws IOException, InterruptedException {
        run.model.byVector = true;
        run.run();
        Map<String, String> before = run.results();
        assertThat(before).doesNotContainKeys("cascade.tsv", "cascade.json");
        run.model.cascading("0.95", LeadRule.CHUNKS);
        run.model.forget();
        RunReport report = run.run();
        List<String> expected = new ArrayList<>(STEPS);
        expected.add("consensus");
        assertThat(FakeRun.computed(report)).isEqualTo(expected);
        assertThat(run.results()).containsKeys("cascade.tsv", "cascade.json");
        assertThat(run.model.encodedBy(StageId.DNABERT_S)).isZero();
        run.model.cascade = null;
        assertThat(FakeRun.skipped(run.run())).hasSize(9);
        assertThat(run.results()).isEqualTo(before);
    }

    @Test
    void changedSettingsRunWhatDependsOnThem() throws IOException, InterruptedException {
        run.model.cascading("0.95", LeadRule.CHUNKS);
        run.run();
        assertThat(FakeRun.skipped(run.run())).hasSize(13);
        run.model.cascading("0.95", LeadRule.RECORDS);
        assertThat(FakeRun.computed(run.run()))
                .containsExactly("cascade-band", "cascade-big", "cascade-scores", "consensus");
        run.model.cascading("0.9", LeadRule.RECORDS);
        assertThat(FakeRun.computed(run.run()))
                .containsExactly("cascade-trial", "cascade-band", "cascade-big", "cascade-scores", "consensus");
        assertThat(run.explained())
                .contains(
                        "cascade-trial runs: agreement changed from 0.95 to 0.9 (how many chunks it takes to show that"
                                + " agreement)");
        run.model.bigHeadWeights = "big-head-2";
        assertThat(FakeRun.computed(run.run()))
                .containsExactly("cascade-trial", "cascade-band", "cascade-big", "cascade-scores", "consensus");
    }

    @Test
    void noSequenceIsComputedTwice() throws IOException, InterruptedException {
        Samples.write(input, Samples.manyFrames(700, 3) + Samples.manyFrames(700, 3));
        run.model.cascading("0.95", LeadRule.CHUNKS);
        run.run();
        List<String> encoded = run.model.encoded.get(StageId.CASCADE_BIG);
        assertThat(encoded).hasSameSizeAs(new HashSet<>(encoded));
        assertThat(count("different_frames_big")).isLessThan(count("different_frames"));
    }

    @ParameterizedTest
    @EnumSource(
            value = StageId.class,
            names = {"CASCADE_TRIAL", "CASCADE_BAND", "CASCADE_BIG", "CASCADE_SCORES"})
    void stoppedInAStepAndRunAgainSameBytes(StageId step) throws IOException, InterruptedException {
        FakeRun undisturbed = new FakeRun(folder.resolve("undisturbed"), input);
        undisturbed.model.cascading("0.95", LeadRule.CHUNKS);
        undisturbed.run();
        run.model.cascading("0.95", LeadRule.CHUNKS);
        Throwable stopped = catchThrowable(() -> run.run(event -> {
            if (event instanceof TelemetryEvent.StageStarted started
                    && started.stage().equals(step.word())) {
                Thread.currentThread().interrupt();
            }
        }));
        Thread.interrupted();
        assertThat(Interruption.caused(stopped)).isTrue();
        assertThat(run.results()).isEmpty();
        run.run();
        assertThat(run.results()).isEqualTo(undisturbed.results());
    }

    @Test
    void theFileSaysWhatTheBandRestsOn() throws IOException, InterruptedException {
        run.model.cascading("0.95", LeadRule.CHUNKS);
        run.run();
        CascadeFile file = CascadeFile.read(folder.resolve("out/cascade.json"));
        assertThat(file.agreement()).isEqualByComparingTo("0.95");
        assertThat(file.rule()).isEqualTo("chunks");
        assertThat(file.setting().chunks() + file.checking().chunks())
                .isEqualTo(file.chunks().sample());
        assertThat(file.setting().atMost()).isLessThanOrEqualTo(0.05);
        assertThat(file.chunks().clear())
                .isEqualTo(counts(StageId.CASCADE_SCORES).get("decisions_by_small_model"));
        assertThat(file.models()).containsEntry("head", "big-head-1");
    }

    /** What the small model alone says, by frame. */
    private String small() throws IOException, InterruptedException {
        FakeRun alone = new FakeRun(folder.resolve("small"), input);
        alone.model.byVector = true;
        alone.run();
        return "small";
    }

    /** What the big model alone says. */
    private String big() throws IOException, InterruptedException {
        FakeRun alone = new FakeRun(folder.resolve("big"), input);
        alone.model.byVector = true;
        alone.model.headWeights = alone.model.bigHeadWeights;
        alone.model.noise = alone.model.bigNoise;
        alone.run();
        return "big";
    }

    /** What the last step has counted. */
    private int count(String name) throws IOException {
        return Math.toIntExact(
                Objects.requireNonNull(counts(StageId.CASCADE_SCORES).get(name), name));
    }

    private Map<String, Long> counts(StageId id) throws IOException {
        return Manifest.read(run.folder(id)).orElseThrow().counts();
    }

    /** The lines of a file behind its header. */
    private List<String> lines(String file) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(file), StandardCharsets.ISO_8859_1);
        return lines.subList(1, lines.size());
    }
}
