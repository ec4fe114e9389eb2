package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.TestFiles;

/** Vectors and scores of every published layout against the reference implementations' own numbers, computed in fp32. */
class GoldenParityTest {
    /** What weights rounded to fp16 cost this model: 2.54e-3, also in double precision outside the engine. */
    private static final float FP16_WEIGHTS = 3e-3f;

    private static final EncoderOptions FP32 = new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 2);
    private static final ModelStore STORE = new ModelStore(TestFiles.CACHE);
    private static final Path DNA = TestFiles.golden("dnaberts");
    private static final Path PROTEIN = TestFiles.golden("esm2/hf");
    private static final Path HEAD = TestFiles.golden("head/tiny_model.safetensors");

    private final Path folder;

    GoldenParityTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({
        "esm2/hf, huggingface-safetensors",
        "esm2/esm2_t3_tiny.pt, fair-esm-pytorch",
        "esm2/esm2_t3_tiny_fp16.pt, fair-esm-pytorch"
    })
    void proteinVectorsAgreeWithEsm2(String path, String layout) throws IOException {
        ModelPart part = STORE.parts(DNA, TestFiles.golden(path), HEAD).protein();
        proteins(part, layout, path.contains("fp16") ? FP16_WEIGHTS : 1e-4f);
    }

    /** Keys begin with {@code esm.}; a vocabulary beside the file is the published one, with or without the file. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void proteinVectorsOfAPyTorchFolderAgreeWithEsm2(boolean vocabulary) throws IOException {
        Files.copy(TestFiles.golden("esm2/pytorch_model.bin"), folder.resolve("pytorch_model.bin"));
        Files.copy(PROTEIN.resolve("config.json"), folder.resolve("config.json"));
        if (vocabulary) {
            Files.copy(PROTEIN.resolve("vocab.txt"), folder.resolve("vocab.txt"));
        }
        proteins(STORE.parts(DNA, folder, HEAD).protein(), "huggingface-pytorch", 1e-4f);
    }

    @ParameterizedTest
    @CsvSource({
        "dnaberts, huggingface-safetensors",
        "dnaberts/pytorch_model.bin, huggingface-pytorch",
    })
    void dnaVectorsAgreeWithDnabertS(String path, String layout) throws IOException {
        ModelPart part = STORE.parts(TestFiles.golden(path), PROTEIN, HEAD).dna();
        try (SequenceEncoder encoder = STORE.openEncoder(part, FP32)) {
            assertThat(encoder.info().layout()).isEqualTo(layout);
            assertParity(encoder, TestFiles.json("dnaberts/expected.json").get("cases"), 23, 1e-4f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny_model.safetensors", "tiny_model.pth", "tiny_state_dict.pth"})
    void scoresAgreeWithTheHead(String name) throws IOException {
        JsonNode expected = TestFiles.json("head/expected.json");
        int rows = expected.get("input").size();
        ModelPart part =
                STORE.parts(DNA, PROTEIN, TestFiles.golden("head/" + name)).head();
        try (FrameClassifier head = STORE.openHead(part, FP32)) {
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

    /** Cases reach to 1,030 residues, beyond the 1,024 that ESM-1b ends at. */
    private static void proteins(ModelPart part, String layout, float tolerance) throws IOException {
        try (SequenceEncoder encoder = STORE.openEncoder(part, FP32)) {
            assertThat(encoder.info().layout()).isEqualTo(layout);
            assertParity(encoder, TestFiles.json("esm2/expected.json").get("cases"), 19, tolerance);
        }
    }

    private static void assertParity(SequenceEncoder encoder, JsonNode cases, int count, float tolerance) {
        List<String> sequences = new ArrayList<>();
        cases.forEach(each -> sequences.add(each.get("sequence").asText()));
        assertThat(sequences).hasSize(count).anyMatch(sequence -> sequence.length() > 1024);
        float[] vectors = encoder.encode(sequences, BatchListener.NONE);
        float worst = 0;
        for (int i = 0; i < count; i++) {
            float[] expected = TestFiles.floats(cases.get(i).get("mean"));
            assertThat(expected).hasSize(encoder.dimension());
            for (int j = 0; j < expected.length; j++) {
                worst = Math.max(worst, Math.abs(expected[j] - vectors[i * expected.length + j]));
            }
        }
        assertThat(worst).as("largest difference to the reference").isLessThan(tolerance);
    }
}
