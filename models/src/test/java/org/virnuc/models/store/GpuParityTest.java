package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.PendingVectors;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.TestFiles;
import org.virnuc.models.engine.Gpu;

/**
 * Vectors of a GPU against the reference implementations' own numbers, and against each other. Batches of golden sequences have
 * padding and reach beyond 1,024 tokens, so that kernels of attention with and without a mask are among those tested.
 */
@Tag("gpu")
class GpuParityTest {
    private static final ModelStore STORE = new ModelStore(TestFiles.CACHE);
    private static final Path DNA = TestFiles.golden("dnaberts");
    private static final Path PROTEIN = TestFiles.golden("esm2/hf");
    private static final Path HEAD = TestFiles.golden("head/tiny_model.safetensors");

    /** In bf16 the same graph differs by up to 0.030 on a CPU, from numbers of up to 3.2; fp16 has three bits more. */
    @ParameterizedTest
    @CsvSource({"FP32, 0.0001", "BF16, 0.05", "FP16, 0.01"})
    void dnaVectorsAgreeWithDnabertS(Precision precision, float tolerance) throws IOException {
        JsonNode cases = TestFiles.json("dnaberts/expected.json").get("cases");
        assertParity(STORE.parts(DNA, PROTEIN, HEAD).dna(), precision, cases, tolerance);
    }

    @ParameterizedTest
    @CsvSource({"FP32, 0.0001", "BF16, 0.05", "FP16, 0.01"})
    void proteinVectorsAgreeWithEsm2(Precision precision, float tolerance) throws IOException {
        JsonNode cases = TestFiles.json("esm2/expected.json").get("cases");
        assertParity(STORE.parts(DNA, PROTEIN, HEAD).protein(), precision, cases, tolerance);
    }

    /** The bound that bf16 and int8 are held to on CPUs. */
    @ParameterizedTest
    @CsvSource({"BF16, true", "BF16, false", "FP16, true", "FP16, false"})
    void lowerPrecisionsStayCloseToFp32OfTheCpu(Precision precision, boolean dna) {
        EncoderOptions options = Gpu.options(precision, 0);
        List<String> sequences = random(9, dna, 40);
        try (SequenceEncoder reference = mini(dna, new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 2));
                SequenceEncoder encoder = mini(dna, options)) {
            float[] exact = reference.encode(sequences, BatchListener.NONE);
            float[] rounded = encoder.encode(sequences, BatchListener.NONE);
            assertThat(encoder.info().precision()).isEqualTo(precision.word());
            assertThat(rounded).isNotEqualTo(exact);
            for (int i = 0; i < sequences.size(); i++) {
                assertThat(cosine(exact, rounded, i * 128, 128)).isGreaterThan(0.999);
            }
        }
    }

    /** A batch without padding has no mask, so that another kernel computes it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVectorIsTheSameAloneAndInAnyBatch(boolean dna) {
        List<String> sequences = random(5, dna, 60);
        try (SequenceEncoder alone = mini(dna, Gpu.options(Precision.FP32, 1));
                SequenceEncoder together = mini(dna, Gpu.options(Precision.FP32, 5000))) {
            List<BatchFigures> batches = new ArrayList<>();
            float[] one = alone.encode(sequences, BatchListener.NONE);
            float[] all = together.encode(sequences, batches::add);
            assertThat(batches).anyMatch(batch -> batch.slots() > batch.tokens());
            assertThat(largestDifference(one, all)).isLessThan(1e-4f);
        }
    }

    @Test
    void theSameBatchesGiveTheSameBitsEveryTime() {
        List<String> sequences = random(6, false, 60);
        EncoderOptions options = Gpu.options(Precision.FP32, 2000);
        float[] first;
        try (SequenceEncoder encoder = mini(false, options)) {
            first = encoder.encode(sequences, BatchListener.NONE);
            assertThat(encoder.encode(sequences, BatchListener.NONE)).isEqualTo(first);
        }
        try (SequenceEncoder again = mini(false, options)) {
            assertThat(again.encode(sequences, BatchListener.NONE)).isEqualTo(first);
        }
    }

    /** DJL has one stream for all threads of a device; encoders and their users take turns on it. */
    @Test
    void encodersAndUsersThatShareAGpuDoNotDisturbEachOther() {
        EncoderOptions options = Gpu.options(Precision.FP32, 2000);
        List<String> dna = random(7, true, 60);
        List<String> proteins = random(8, false, 60);
        try (SequenceEncoder left = mini(true, options);
                SequenceEncoder right = mini(false, options);
                SequenceEncoder lease = left.lease()) {
            float[] expectedDna = left.encode(dna, BatchListener.NONE);
            float[] expectedProteins = right.encode(proteins, BatchListener.NONE);
            List<PendingVectors> ofDna = new ArrayList<>();
            List<PendingVectors> ofProteins = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ofDna.add((i % 2 == 0 ? left : lease).start(dna, 0, BatchListener.NONE));
                ofProteins.add(right.start(proteins, 0, BatchListener.NONE));
            }
            assertThat(ofDna).allSatisfy(vectors -> assertThat(vectors.await()).isEqualTo(expectedDna));
            assertThat(ofProteins)
                    .allSatisfy(vectors -> assertThat(vectors.await()).isEqualTo(expectedProteins));
        }
    }

    /** Every batch is computed on the GPU, and says so: the CPU never steps in. */
    private static void assertParity(ModelPart part, Precision precision, JsonNode cases, float tolerance) {
        EncoderOptions options = Gpu.options(precision, 0);
        List<String> sequences = new ArrayList<>();
        cases.forEach(each -> sequences.add(each.get("sequence").asText()));
        assertThat(sequences).hasSizeGreaterThan(18).anyMatch(sequence -> sequence.length() > 1024);
        List<BatchFigures> batches = new ArrayList<>();
        try (SequenceEncoder encoder = STORE.openEncoder(part, options)) {
            float[] vectors = encoder.encode(sequences, batches::add);
            assertThat(encoder.info().device()).isEqualTo(Gpu.FIRST);
            assertThat(encoder.info().precision()).isEqualTo(precision.word());
            assertThat(encoder.unusedDevices()).isEmpty();
            assertThat(largestDifference(means(cases), vectors)).isLessThan(tolerance);
        }
        assertThat(batches).extracting(BatchFigures::device).containsOnly(Gpu.FIRST);
        assertThat(batches.stream().mapToInt(BatchFigures::sequences).sum()).isEqualTo(sequences.size());
    }

    private static float[] means(JsonNode cases) {
        int width = cases.get(0).get("mean").size();
        float[] means = new float[cases.size() * width];
        for (int i = 0; i < cases.size(); i++) {
            System.arraycopy(TestFiles.floats(cases.get(i).get("mean")), 0, means, i * width, width);
        }
        return means;
    }

    private static SequenceEncoder mini(boolean dna, EncoderOptions options) {
        ModelPack pack = STORE.pack("virnuc-mini");
        return STORE.openEncoder(dna ? pack.dna() : pack.protein(), options);
    }

    private static List<String> random(int seed, boolean dna, int count) {
        Random random = new Random(seed);
        String letters = dna ? "ACGT" : "LAGVSERTIDPKQNFYMHWC";
        return IntStream.range(0, count)
                .mapToObj(i -> random.ints(1 + random.nextInt(dna ? 700 : 200), 0, letters.length())
                        .collect(StringBuilder::new, (text, n) -> text.append(letters.charAt(n)), StringBuilder::append)
                        .toString())
                .toList();
    }

    private static float largestDifference(float[] a, float[] b) {
        assertThat(b).hasSameSizeAs(a);
        float largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Float.isNaN(b[i]) ? Float.MAX_VALUE : Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static double cosine(float[] a, float[] b, int from, int length) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = from; i < from + length; i++) {
            product += (double) a[i] * b[i];
            squareA += (double) a[i] * a[i];
            squareB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(squareA * squareB);
    }
}
