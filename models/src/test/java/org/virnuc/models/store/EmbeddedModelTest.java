package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.TestFiles;
import org.virnuc.models.dnaberts.DnabertSGraph;
import org.virnuc.models.engine.ExecutionProfile;

/** virnuc-mini, weights of fp16, through the engine: what holds for any model. */
class EmbeddedModelTest {
    private static ModelStore store;
    private static ModelPack pack;

    @BeforeAll
    static void open() {
        store = new ModelStore(TestFiles.CACHE);
        pack = store.pack("virnuc-mini");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVectorIsTheSameAloneAndInAnyBatch(boolean dna) {
        Random random = new Random(dna ? 5 : 6);
        List<String> sequences = random(random, dna ? "ACGTN" : "LAGVSERTIDPKQNFYMHWCX", 60, dna ? 700 : 200);
        float[] alone = new float[0];
        try (SequenceEncoder encoder = open(dna, Precision.FP32, 1)) {
            alone = encoder.encode(sequences, BatchListener.NONE);
        }
        for (int budget : new int[] {300, 1000, 5000}) {
            AtomicLong padding = new AtomicLong();
            try (SequenceEncoder encoder = open(dna, Precision.FP32, budget)) {
                float[] batched = encoder.encode(sequences, f -> padding.addAndGet(f.slots() - f.tokens()));
                assertThat(largestDifference(alone, batched)).isLessThan(1e-5f);
            }
            assertThat(padding.get()).as("batches with padding").isPositive();
        }
    }

    @Test
    void thePlainBackEndAgreesWithTheFastOne() {
        List<String> sequences = random(new Random(8), "LAGVSERTIDPKQNFYMHWC", 40, 180);
        float[] fast = encode(store, sequences);
        float[] plain = encode(ModelStore.vanilla(TestFiles.CACHE), sequences);
        assertThat(largestDifference(fast, plain)).isLessThan(1e-5f);
    }

    @ParameterizedTest
    @EnumSource(names = {"BF16", "INT8"})
    void lowerPrecisionsStayCloseToFp32(Precision precision) {
        List<String> sequences = random(new Random(9), "ACGT", 40, 500);
        try (SequenceEncoder reference = open(true, Precision.FP32, 0);
                SequenceEncoder encoder = open(true, precision, 0)) {
            float[] exact = reference.encode(sequences, BatchListener.NONE);
            float[] rounded = encoder.encode(sequences, BatchListener.NONE);
            assertThat(encoder.info().precision()).isEqualTo(precision.word());
            assertThat(rounded).isNotEqualTo(exact);
            for (int i = 0; i < sequences.size(); i++) {
                assertThat(cosine(exact, rounded, i * 128, 128)).isGreaterThan(0.999);
            }
        }
    }

    /** A scale for all tokens of a batch would make each depend on the others. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inInt8TooAVectorIsTheSameAloneAndInAnyBatch(boolean dna) {
        List<String> sequences = random(new Random(11), dna ? "ACGT" : "LAGVSERTIDPKQNFYMHWC", 40, 300);
        try (SequenceEncoder alone = open(dna, Precision.INT8, 1);
                SequenceEncoder together = open(dna, Precision.INT8, 2000)) {
            float[] one = alone.encode(sequences, BatchListener.NONE);
            float[] all = together.encode(sequences, BatchListener.NONE);
            for (int i = 0; i < sequences.size(); i++) {
                assertThat(cosine(one, all, i * 128, 128)).isGreaterThan(0.9999);
            }
        }
    }

    @Test
    void vectorsHaveAnotherNameWhereTheyAreOthers() {
        Function<Precision, EncoderOptions> in = precision -> new EncoderOptions(DeviceChoice.CPU, precision, 0, 0);
        String fp32 = store.vectors(pack.dna(), store.profile(in.apply(Precision.FP32)));
        assertThat(fp32)
                .startsWith("dna " + pack.dna().sha256() + " fp32-")
                .endsWith(" fp32 v" + DnabertSGraph.VERSION);
        assertThat(List.of(
                        fp32,
                        store.vectors(pack.dna(), store.profile(in.apply(Precision.BF16))),
                        store.vectors(pack.protein(), store.profile(in.apply(Precision.FP32)))))
                .doesNotHaveDuplicates();
        assertThat(store.vectors(pack.dna(), store.profile(new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 7, 1))))
                .as("batches and threads only round")
                .isEqualTo(fp32);
    }

    @Test
    void aProfileThatWasCarriedHereGivesTheSameVectors() throws IOException, ClassNotFoundException {
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, Precision.BF16, 700, 2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(store.profile(options));
        }
        ExecutionProfile carried;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            carried = (ExecutionProfile) in.readObject();
        }
        List<String> sequences = random(new Random(10), "ACGT", 40, 300);
        try (SequenceEncoder there = store.openEncoder(pack.dna(), options);
                SequenceEncoder here = new ModelStore(TestFiles.CACHE).openEncoder(pack.dna(), carried)) {
            assertThat(here.info()).isEqualTo(there.info());
            assertThat(here.encode(sequences, BatchListener.NONE))
                    .isEqualTo(there.encode(sequences, BatchListener.NONE));
        }
    }

    @Test
    void saysWhatIsLoaded() {
        try (SequenceEncoder encoder = open(false, Precision.FP32, 0)) {
            assertThat(encoder.info())
                    .isEqualTo(EncoderInfo.of("virnuc-mini/protein-encoder")
                            .sha256(pack.protein().sha256())
                            .layout("huggingface-safetensors")
                            .parameters(599_296)
                            .precision("fp32")
                            .device("cpu")
                            .build());
            assertThat(encoder.dimension()).isEqualTo(128);
        }
    }

    @Test
    void theHeadScoresManyRows() {
        int rows = 5000;
        float[] features = new float[rows * 256];
        Arrays.fill(features, 256, 512, 1f);
        try (FrameClassifier head = store.openHead(pack.head(), EncoderOptions.DEFAULT)) {
            float[] scores = head.scores(features, rows);
            assertThat(scores).hasSize(2 * rows);
            assertThat(scores[2 * (rows - 1)]).isEqualTo(scores[0]);
            assertThat(scores[2]).isNotEqualTo(scores[0]);
            for (int i = 0; i < rows; i++) {
                assertThat(scores[2 * i] + scores[2 * i + 1]).isBetween(0.99999f, 1.00001f);
            }
        }
    }

    /** Batches that several threads have scored at once, of sizes that differ, are those that one has scored. */
    @Test
    void theHeadGivesTheSameBitsToAnyNumberOfThreads() throws InterruptedException, ExecutionException {
        try (FrameClassifier head = store.openHead(pack.head(), EncoderOptions.DEFAULT)) {
            Random random = new Random(8);
            List<float[]> batches = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                float[] features = new float[(500 + 100 * (i % 7)) * head.features()];
                for (int j = 0; j < features.length; j++) {
                    features[j] = (float) random.nextGaussian();
                }
                batches.add(features);
            }
            List<float[]> alone =
                    batches.stream().map(features -> scores(head, features)).toList();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<float[]>> together = new ArrayList<>();
                batches.forEach(features -> together.add(threads.submit(() -> scores(head, features))));
                for (int i = 0; i < alone.size(); i++) {
                    assertThat(together.get(i).get()).as("batch %s", i).isEqualTo(alone.get(i));
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static float[] scores(FrameClassifier head, float[] features) {
        return head.scores(features, features.length / head.features());
    }

    private static float[] encode(ModelStore from, List<String> sequences) {
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 0);
        try (SequenceEncoder encoder = from.openEncoder(pack.protein(), options)) {
            return encoder.encode(sequences, BatchListener.NONE);
        }
    }

    private static SequenceEncoder open(boolean dna, Precision precision, int batchTokens) {
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, precision, batchTokens, 2);
        return store.openEncoder(dna ? pack.dna() : pack.protein(), options);
    }

    private static List<String> random(Random random, String letters, int count, int longest) {
        List<String> sequences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder sequence = new StringBuilder();
            for (int length = 1 + random.nextInt(longest); length > 0; length--) {
                sequence.append(letters.charAt(random.nextInt(letters.length())));
            }
            sequences.add(sequence.toString());
        }
        return sequences;
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
