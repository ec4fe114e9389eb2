package org.virnuc.pipeline.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.calling.confidence.TruthLabels.Truth;
import org.virnuc.engine.FinishedStage;
import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.models.chunkhead.ChunkHeadFiles;
import org.virnuc.models.chunkhead.LinearChunkHead;
import org.virnuc.models.chunkhead.RecordRule;
import org.virnuc.pipeline.stages.ChunkFeatureRows;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.sequences.InputException;

/** Chunk heads fitted to made-up features whose meaning is known. */
class ChunkHeadFitTest {
    private static final List<ChunkHead.Feature> FEATURES =
            List.of(new ChunkHead.Feature("scores", 2), new ChunkHead.Feature("dna-chunk", 3));
    private static final ChunkHeadFiles.Model MODEL = new ChunkHeadFiles.Model("d", "p", "h", "o");
    private static final int CHUNKS = 5;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Map<String, Truth> labels = new LinkedHashMap<>();

    /** The log odds of a chunk are 2 a - b; what is behind the scores says nothing. */
    @Test
    void whatTheScoresSayIsFound() throws IOException {
        ChunkHeadFit.Fitted fitted = fit(made(40, 3, 1));
        LinearChunkHead head = fitted.head();
        assertThat(head.features()).as("vectors are noise").containsExactly(FEATURES.get(0));
        LinearChunkHead.Line line = head.lines().get(500);
        assertThat(line).isNotNull();
        float[] weight = head.layer().weight();
        float[] scale = head.layer().scale();
        assertThat(line.slope() * weight[0] / scale[0]).isCloseTo(2, within(0.4));
        assertThat(line.slope() * weight[1] / scale[1]).isCloseTo(-1, within(0.25));
        HeldOutJudgements heldOut = fitted.heldOut().get(500);
        assertThat(heldOut).isNotNull();
        assertThat(heldOut.chunks()).hasSize(2 * 40 * 3 * CHUNKS);
        assertThat(heldOut.records()).hasSize(2 * 40 * 3);
        assertThat(heldOut.chunkAccuracy(id -> true).calibrationError().value()).isLessThan(0.04);
        assertThat(line.error())
                .isEqualTo(heldOut.chunkAccuracy(id -> true).calibrationError().value());
    }

    /** Chunks of a record share the sign of a: each adds to the evidence, and the rule finds how much. */
    @Test
    void recordsAreSurerThanTheirChunks() throws IOException {
        ChunkHeadFit.Fitted fitted = fit(made(40, 3, 1));
        RecordRule rule = fitted.head().records().get(500);
        assertThat(rule).isNotNull();
        assertThat(rule.slope()).isGreaterThan(1.5);
        HeldOutJudgements heldOut = fitted.heldOut().get(500);
        assertThat(heldOut).isNotNull();
        assertThat(heldOut.recordAccuracy(id -> true).auroc().value())
                .isGreaterThan(heldOut.chunkAccuracy(id -> true).auroc().value());
    }

    /** Here only the third number of the vectors tells. */
    @Test
    void vectorsAreUsedWhereTheyHelp() throws IOException {
        List<ChunkFeatureRows.Row> rows = new ArrayList<>();
        for (ChunkFeatureRows.Row row : made(20, 2, 2)) {
            float[] numbers = row.numbers().clone();
            float useful = numbers[0];
            numbers[0] = numbers[2];
            numbers[4] = useful;
            rows.add(new ChunkFeatureRows.Row(row.record(), row.bases(), numbers));
        }
        assertThat(fit(rows).head().features()).isEqualTo(FEATURES);
    }

    @Test
    void theFilesSayWhatWasFitted() throws IOException {
        ChunkHeadFit.Fitted fitted = fit(made(10, 3, 3));
        LinearChunkHead head = fitted.head();
        Path json = folder.resolve("mine.json");
        head.write(json, MODEL);
        ChunkHead read = ChunkHeadFiles.read(json, MODEL);
        float[] numbers = {0.5f, -1.25f};
        LinearChunkHead.Line line = head.lines().get(500);
        assertThat(line).isNotNull();
        double output = head.layer().bias();
        for (int i = 0; i < numbers.length; i++) {
            output += head.layer().weight()[i]
                    * ((numbers[i] - head.layer().mean()[i]) / head.layer().scale()[i]);
        }
        ChunkHead.Judgement judged = read.judge(name -> name.equals("scores") ? numbers : new float[3], 500);
        assertThat(judged.logOdds()).isCloseTo(line.intercept() + line.slope() * output, within(1e-6));
        assertThat(judged.strangeness()).isEmpty();
        assertThat(read.records(500)).isEqualTo(head.records().get(500));
        assertThat(read.stretches()).isEqualTo(new ChunkHead.Stretches(3, 20));
        byte[] first = Files.readAllBytes(json);
        byte[] numbersOfFirst = Files.readAllBytes(folder.resolve("mine.safetensors"));
        fit(made(10, 3, 3)).head().write(json, MODEL);
        assertThat(Files.readAllBytes(json))
                .as("the same input gives the same bytes")
                .isEqualTo(first);
        assertThat(folder.resolve("mine.safetensors")).hasBinaryContent(numbersOfFirst);
    }

    @Test
    void tooLittleIsOneLine() throws IOException {
        List<ChunkFeatureRows.Row> rows = made(10, 2, 4);
        labels.replaceAll((id, truth) -> new Truth(true, truth.cluster(), ""));
        assertThatThrownBy(() -> fit(rows))
                .isInstanceOf(InputException.class)
                .hasMessage("the host records have 0 chunks, and a chunk head needs 50 of each label; add records");
        List<ChunkFeatureRows.Row> few = made(3, 3, 5);
        assertThatThrownBy(() -> fit(few))
                .hasMessage("the viral records have 45 chunks, and a chunk head needs 50 of each label; add records");
        List<ChunkFeatureRows.Row> related = made(2, 10, 6);
        assertThatThrownBy(() -> fit(related))
                .hasMessage("the viral records are of 2 clusters, and a chunk head needs 3 of each label, so that some"
                        + " can be left out; add records that are not related to these");
    }

    @Test
    void whatSaysNothingIsNoChunkHead() throws IOException {
        List<ChunkFeatureRows.Row> rows = made(3, 10, 7);
        rows.replaceAll(row -> new ChunkFeatureRows.Row(row.record(), row.bases(), new float[5]));
        assertThatThrownBy(() -> fit(rows))
                .isInstanceOf(InputException.class)
                .hasMessage("what the encoders say of chunks of 500 bases does not tell viral from host sequence in"
                        + " clusters that were left out, so there is no chunk head; check the labels, or add records");
    }

    private ChunkHeadFit.Fitted fit(List<ChunkFeatureRows.Row> rows) throws IOException {
        return ChunkHeadFit.fit(List.of(written(rows)), TruthLabels.of(labels));
    }

    /** Chunks of so many clusters of each label, each of so many records; labels are drawn by their log odds. */
    private List<ChunkFeatureRows.Row> made(int clusters, int records, long seed) {
        labels.clear();
        Random random = new Random(seed);
        List<ChunkFeatureRows.Row> rows = new ArrayList<>();
        for (int viral = 0; viral < 2; viral++) {
            for (int record = 0; record < clusters * records; record++) {
                String id = "r" + viral + "-" + record;
                labels.put(id, new Truth(viral == 1, String.valueOf(record % clusters), "g" + record % 2));
                for (int chunk = 0; chunk < CHUNKS; chunk++) {
                    rows.add(new ChunkFeatureRows.Row(id, 500, numbers(viral == 1, random)));
                }
            }
        }
        return rows;
    }

    private static float[] numbers(boolean viral, Random random) {
        while (true) {
            float[] numbers = new float[5];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextGaussian();
            }
            double p = 1 / (1 + Math.exp(-2 * numbers[0] + numbers[1]));
            if (random.nextDouble() < (viral ? p : 1 - p)) {
                return numbers;
            }
        }
    }

    /** Rows as a run leaves them. */
    private ChunkFeatureRows written(List<ChunkFeatureRows.Row> rows) throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        rows.forEach(row -> counts.merge(row.record(), 1, Integer::sum));
        StringBuilder records = new StringBuilder("record\tlength\tchunks\n");
        counts.forEach((id, count) -> records.append(id)
                .append('\t')
                .append(500 * count)
                .append('\t')
                .append(count)
                .append('\n'));
        Files.writeString(folder.resolve("records.tsv"), records);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int i = 0; i < rows.size(); i++) {
            out.writeLong(i);
            out.writeInt(rows.get(i).bases());
            for (float number : rows.get(i).numbers()) {
                out.writeFloat(number);
            }
        }
        Path file = Files.write(folder.resolve("chunk_features_1.bin"), bytes.toByteArray());
        return new ChunkFeatureRows(new Chunks(new FinishedStage(folder, "", Map.of()), 500), List.of(file), FEATURES);
    }
}
