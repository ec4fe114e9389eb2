package org.virnuc.pipeline.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.engine.StageId;
import org.virnuc.pipeline.FakeModel;
import org.virnuc.pipeline.FakeRun;
import org.virnuc.pipeline.Samples;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.run.ReadOptions;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.Origin;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.cost.PriceSheet;

/** Compares estimates with the runs they are made for, using a model without an engine. */
class DryRunTest {
    private final Path folder;

    DryRunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void countsAreThoseOfTheRun() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), Samples.mixed(7));
        RunEstimate estimate = estimate(input, InputStream.nullInputStream());
        RunReport run = new FakeRun(folder.resolve("out"), input).run();
        assertThat(estimate.counts())
                .containsEntry("records", (long) Samples.MIXED_RECORDS)
                .containsEntry("bases", run.quantities().get("bases"))
                .containsEntry("chunks", run.quantities().get("chunks"))
                .containsEntry("frames", run.quantities().get("frames"));
        for (Map.Entry<StageId, String> encoder : Map.of(
                        StageId.DNABERT_S, "different_nucleotide_frames", StageId.ESM_2, "different_protein_frames")
                .entrySet()) {
            StageReport stage = FakeRun.stage(run, encoder.getKey());
            assertThat(estimate.counts())
                    .containsEntry(encoder.getValue(), stage.calls().items());
            RunEstimate.Range tokens =
                    Objects.requireNonNull(row(estimate, encoder.getKey()).tokens());
            assertThat((double) stage.calls().tokens()).isBetween(tokens.low(), tokens.high());
        }
        assertThat(estimate.counts().get("chunks_without_frame")).isPositive();
        assertThat(estimate.stages())
                .extracting(RunEstimate.StageEstimate::id)
                .containsExactlyElementsOf(
                        StageId.nine().stream().map(StageId::word).toList());
        assertThat(estimate.sample()).isPositive();
    }

    @Test
    void costsFollowTheTimeAndOtherDevicesAreCompared() throws IOException, InterruptedException {
        RunEstimate estimate = estimate(
                Samples.write(folder.resolve("in.fa"), Samples.manyFrames(50, 1)), InputStream.nullInputStream());
        RunEstimate.Payment payment = estimate.payment();
        RunEstimate.Cost cost = Objects.requireNonNull(payment.cost());
        assertThat(payment.currency()).isEqualTo("EUR");
        assertThat(cost.expected().doubleValue())
                .isCloseTo(2 * estimate.seconds().expected() / 3600, within(1e-8));
        assertThat(cost.low()).isLessThan(cost.expected());
        assertThat(cost.high()).isGreaterThan(cost.expected());
        assertThat(payment.prices())
                .containsExactly(
                        new RunEstimate.Price("NVIDIA L4", new BigDecimal("5"), false, 2.5),
                        new RunEstimate.Price("cpu", new BigDecimal("2"), true, null));
    }

    @Test
    void chunksScoredFromTheirDnaAreCountedAndOtherStepsAreNamed() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), Samples.mixed(7));
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.withDnaOnly();
        StageReport stage = FakeRun.stage(run.run(), StageId.DNA_ONLY);
        assertThat(stage.calls().items()).isPositive();
        RunEstimate estimate = dryRun(input, new FakeModel().withDnaOnly(), ReadOptions.NONE, Optional.empty())
                .estimate(noInput(), List.of());
        RunEstimate.Range tokens =
                Objects.requireNonNull(row(estimate, StageId.DNA_ONLY).tokens());
        assertThat(tokens.expected()).isPositive();
        assertThat(row(estimate, StageId.DNA_ONLY).seconds().expected()).isPositive();
        assertThat(estimate.notCounted()).isEmpty();

        RunEstimate refined = dryRun(input, new FakeModel().refining(), ReadOptions.NONE, Optional.empty())
                .estimate(noInput(), List.of());
        assertThat(refined.notCounted()).containsExactly(StageId.REFINEMENT);
        assertThat(refined.stages()).noneMatch(each -> each.id().equals(StageId.DNA_ONLY.word()));
    }

    @Test
    void stretchesAreCountedForBothEncoders() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), Samples.mixed(7));
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.withStretches();
        StageReport stage = FakeRun.stage(run.run(), StageId.STRETCHES);
        RunEstimate estimate = dryRun(input, new FakeModel().withStretches(), ReadOptions.NONE, Optional.empty())
                .estimate(noInput(), List.of());
        assertThat(stage.calls().items()).isPositive();
        assertThat(estimate.notCounted()).isEmpty();
        assertThat(estimate.stages().stream().filter(each -> each.id().startsWith("stretches ")))
                .extracting(RunEstimate.StageEstimate::id)
                .containsExactly("stretches dnabert-s", "stretches esm-2");
        assertThat(estimate.stages())
                .filteredOn(each -> each.id().startsWith("stretches "))
                .allSatisfy(each -> {
                    assertThat(Objects.requireNonNull(each.tokens()).expected()).isPositive();
                    assertThat(each.seconds().expected()).isPositive();
                });
    }

    @Test
    void whatTheChunkHeadReadsIsCountedForBothEncoders() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), Samples.mixed(7));
        RunEstimate estimate = dryRun(
                        input, new FakeModel().with(Fallback.CHUNK_HEAD), ReadOptions.NONE, Optional.empty())
                .estimate(noInput(), List.of());
        assertThat(estimate.notCounted()).isEmpty();
        assertThat(estimate.stages())
                .filteredOn(each -> each.id().startsWith("chunk-head "))
                .hasSize(2)
                .allSatisfy(
                        each -> assertThat(Objects.requireNonNull(each.tokens()).expected())
                                .isPositive());
    }

    /** Nothing but stop codons: the dry run computes all there is, and knows the tokens exactly. */
    @Test
    void tokensOfAnInputWithoutAFrame() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), ">a\n" + "TAAC".repeat(300) + "\n");
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.with(Fallback.CHUNK_HEAD);
        long tokens = FakeRun.stage(run.run(), StageId.CHUNK_HEAD).calls().tokens();
        assertThat(tokens).isPositive();
        RunEstimate estimate = dryRun(
                        input, new FakeModel().with(Fallback.CHUNK_HEAD), ReadOptions.NONE, Optional.empty())
                .estimate(noInput(), List.of());
        assertThat(estimate.counts()).containsEntry("frames", 0L);
        assertThat(estimate.tokens()).isEqualTo(new RunEstimate.Range(tokens, tokens, tokens));
    }

    @Test
    void chunksWithoutAFrameAreMeasuredWhereAStepReadsThem() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), Samples.mixed(7));
        RunEstimate frames = estimate(input, noInput());
        long framed = count(frames, "chunks") - count(frames, "chunks_without_frame");
        assertThat(frames.sample()).isEqualTo(Math.toIntExact(framed));
        RunEstimate all = dryRun(input, new FakeModel().with(Fallback.CHUNK_HEAD), ReadOptions.NONE, Optional.empty())
                .estimate(noInput(), List.of());
        assertThat(all.counts()).isEqualTo(frames.counts());
        assertThat(all.sample()).isEqualTo(Math.toIntExact(count(all, "chunks")));
    }

    /** The estimate also covers a run of hundredths of a second. */
    @Test
    void theBandOfATinyInputHasRoomForAStartAndADisk() throws IOException, InterruptedException {
        RunEstimate estimate = estimate(Samples.write(folder.resolve("in.fa"), Samples.manyFrames(1, 1)), noInput());
        assertThat(estimate.stages()).hasSize(9).allSatisfy(stage -> assertThat(
                        stage.seconds().high() - stage.seconds().expected())
                .isGreaterThanOrEqualTo(0.05 - 1e-9));
        assertThat(estimate.seconds().high() - estimate.seconds().expected()).isGreaterThan(0.9);
    }

    private static long count(RunEstimate estimate, String what) {
        return Objects.requireNonNull(estimate.counts().get(what));
    }

    private static InputStream noInput() {
        return InputStream.nullInputStream();
    }

    @Test
    void standardInputIsReadAndNothingIsLeftBehind() throws IOException, InterruptedException {
        byte[] text = Samples.manyFrames(20, 1).getBytes(StandardCharsets.US_ASCII);
        RunEstimate estimate = estimate(Path.of("-"), new ByteArrayInputStream(text));
        assertThat(estimate.counts()).containsEntry("records", 20L).containsEntry("frames", 120L);
        assertThat(temporary()).isEmptyDirectory();
        assertThat(Path.of("stdin.virnuc")).doesNotExist();
    }

    @Test
    void anInputWithoutFramesHasNothingToEncode() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), ">a\n" + "N".repeat(600) + "\n");
        RunEstimate estimate = estimate(input, InputStream.nullInputStream());
        assertThat(estimate.counts()).containsEntry("frames", 0L).containsEntry("chunks_without_frame", 2L);
        assertThat(estimate.stages()).hasSize(9).allMatch(stage -> stage.tokens() == null);
        assertThat(estimate.sample()).isZero();
    }

    @Test
    void badInputIsComplainedOfAndLeavesNothingBehind() throws IOException {
        Path input = Samples.write(folder.resolve("in.fa"), ">a\nAC7T\n");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> estimate(input, InputStream.nullInputStream()))
                .withMessageContaining("line 2: '7' is not a nucleotide letter");
        assertThat(temporary()).isEmptyDirectory();
    }

    private static RunEstimate.StageEstimate row(RunEstimate estimate, StageId id) {
        return estimate.stages().stream()
                .filter(stage -> stage.id().equals(id.word()))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The big model's share is not known in advance: at least the sample, at most everything; no saving is promised.
     */
    @Test
    void aCascadeIsBetweenTheSampleAndEverything() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(300, 1));
        CascadeOptions options = CascadeOptions.parse("0.95", "chunks");
        DryRun.Big big = new DryRun.Big(new FakeModel().stages(), options);
        RunEstimate alone = estimate(input, InputStream.nullInputStream());
        RunEstimate both = estimate(input, InputStream.nullInputStream(), Optional.of(big));
        RunEstimate.Range tokens = both.tokens();
        assertThat(both.stages())
                .extracting(RunEstimate.StageEstimate::id)
                .contains("cascade-big dnabert-s", "cascade-big esm-2")
                .hasSize(11);
        assertThat(tokens.expected()).isEqualTo(2 * alone.tokens().expected());
        assertThat(tokens.low()).isCloseTo((1 + 118 / 300.0) * alone.tokens().low(), within(1e-6));
    }

    private RunEstimate estimate(Path input, InputStream standardInput) throws IOException, InterruptedException {
        return estimate(input, standardInput, Optional.empty());
    }

    private RunEstimate estimate(Path input, InputStream standardInput, Optional<DryRun.Big> big)
            throws IOException, InterruptedException {
        return dryRun(input, new FakeModel(), ReadOptions.NONE, big).estimate(standardInput, List.of());
    }

    private DryRun dryRun(Path input, FakeModel model, ReadOptions reads, Optional<DryRun.Big> big) throws IOException {
        Origin origin = new Origin("test", null, null);
        PriceSheet sheet = new PriceSheet(
                "EUR",
                Map.of(),
                Map.of(
                        "cpu", new DevicePrice(new BigDecimal("2"), origin),
                        "NVIDIA L4", new DevicePrice(new BigDecimal("5"), origin)));
        PlannedRun planned = new PlannedRun(
                Map.of("cpu", "cpu"),
                "fp32",
                Map.of(StageId.DNABERT_S, "d", StageId.ESM_2, "p"),
                Map.of(StageId.DNABERT_S, "D", StageId.ESM_2, "P"),
                sheet);
        return new DryRun(List.of(input), reads, model.stages(), big, planned, temporary()).spread(() -> 1);
    }

    private Path temporary() throws IOException {
        return Files.createDirectories(folder.resolve("temporary"));
    }
}
