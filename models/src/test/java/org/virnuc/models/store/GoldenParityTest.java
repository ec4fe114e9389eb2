package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.TestFiles;

/** Vectors and scores against the reference implementations' own numbers, fp32. */
class GoldenParityTest {
    private static final EncoderOptions FP32 = new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 2);
    private static ModelStore store;
    private static ModelPack pack;

    @BeforeAll
    static void open() {
        store = new ModelStore(TestFiles.CACHE);
        pack = store.parts(
                TestFiles.golden("dnaberts"),
                TestFiles.golden("esm2/hf"),
                TestFiles.golden("head/tiny_model.safetensors"));
    }

    @Test
    void proteinVectorsAgreeWithEsm2() throws IOException {
        try (SequenceEncoder encoder = store.openProtein(pack.protein(), FP32)) {
            assertParity(encoder, TestFiles.json("esm2/expected.json").get("cases"), 19);
        }
    }

    @Test
    void dnaVectorsAgreeWithDnabertS() throws IOException {
        try (SequenceEncoder encoder = store.openDna(pack.dna(), FP32)) {
            assertParity(encoder, TestFiles.json("dnaberts/expected.json").get("cases"), 23);
        }
    }

    @Test
    void scoresAgreeWithTheHead() throws IOException {
        JsonNode expected = TestFiles.json("head/expected.json");
        int rows = expected.get("input").size();
        try (FrameClassifier head = store.openHead(pack.head(), FP32)) {
            float[] input = new float[rows * head.features()];
            for (int i = 0; i < rows; i++) {
                float[] row = TestFiles.floats(expected.get("input").get(i));
                System.arraycopy(row, 0, input, i * row.length, row.length);
            }
            float[] scores = head.scores(input, rows);
            assertThat(rows).isEqualTo(40);
            for (int i = 0; i < rows; i++) {
                float[] softmax = TestFiles.floats(expected.get("softmax").get(i));
                assertThat(Arrays.copyOfRange(scores, 2 * i, 2 * i + 2)).containsExactly(softmax, within(1e-5f));
            }
        }
    }

    private static void assertParity(SequenceEncoder encoder, JsonNode cases, int count) {
        List<String> sequences = new ArrayList<>();
        cases.forEach(each -> sequences.add(each.get("sequence").asText()));
        assertThat(sequences).hasSize(count);
        float[] vectors = encoder.encode(sequences, BatchListener.NONE);
        float worst = 0;
        for (int i = 0; i < count; i++) {
            float[] expected = TestFiles.floats(cases.get(i).get("mean"));
            float w = 0;
            for (int j = 0; j < expected.length; j++)
                w = Math.max(w, Math.abs(expected[j] - vectors[i * expected.length + j]));
            System.out.println(sequences.get(i).length() + " " + w);
            assertThat(expected).hasSize(encoder.dimension());
            for (int j = 0; j < expected.length; j++) {
                worst = Math.max(worst, Math.abs(expected[j] - vectors[i * expected.length + j]));
            }
        }
        assertThat(worst).as("largest difference to the reference").isLessThan(1e-4f);
    }
}
