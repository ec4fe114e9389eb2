package org.virnuc.training.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.head.MlpWeights;

/** Training steps against PyTorch 2.7.1; {@code benchmarks/reference/train_golden.py} wrote the reference. */
class MlpGoldenTest {
    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void threeEpochsAreThoseOfPyTorch(int threads) throws Exception {
        JsonNode told = told();
        float[] values = floats(told.get("values"));
        int[] labels = ints(told.get("labels"));
        int rows = told.get("rows").asInt();
        int features = told.get("features").asInt();
        int size = told.get("batch").asInt();
        HeadSettings settings = new HeadSettings(16, 0, 0.05, 0.9, size, 2, 0.85, 3, 5, 1);
        MlpWeights start = weights(told.get("start"), features);
        try (Ranges ranges = new Ranges(threads)) {
            Mlp head = new Mlp(
                    start, FitState.before(start).velocity(), settings, floats(told.get("classWeights")), ranges);
            for (int e = 0; e < told.get("epochs").size(); e++) {
                JsonNode epoch = told.get("epochs").get(e);
                double rate = settings.learningRate(e);
                assertThat(rate).isCloseTo(epoch.get("rate").asDouble(), within(1e-12));
                for (int at = 0, batch = 0; at < rows; at += size, batch++) {
                    Batch some = batch(values, labels, features, at, Math.min(rows, at + size));
                    assertThat(head.step(some, rate, new SeededNumbers(0)))
                            .as("loss of batch %d of epoch %d", batch, e)
                            .isCloseTo(epoch.get("losses").get(batch).asDouble(), within(TOLERANCE));
                }
                compare(head.weights(), epoch.get("weights"));
                Batch held = batch(values, labels, features, rows, labels.length);
                float[] scores = new float[held.rows()];
                double[] sums = head.evaluate(held, scores);
                assertThat(sums[0] / sums[1]).isCloseTo(epoch.get("validation").asDouble(), within(TOLERANCE));
                close("scores", scores, floats(epoch.get("scores")));
            }
        }
    }

    private static void compare(MlpWeights found, JsonNode expected) {
        close("hidden_layer.weight", found.hiddenWeight(), floats(expected.get("hidden_layer.weight")));
        close("hidden_layer.bias", found.hiddenBias(), floats(expected.get("hidden_layer.bias")));
        close("bn1.weight", found.normWeight(), floats(expected.get("bn1.weight")));
        close("bn1.bias", found.normBias(), floats(expected.get("bn1.bias")));
        close("bn1.running_mean", found.normMean(), floats(expected.get("bn1.running_mean")));
        close("bn1.running_var", found.normVariance(), floats(expected.get("bn1.running_var")));
        close("output_layer.weight", found.outputWeight(), floats(expected.get("output_layer.weight")));
        close("output_layer.bias", found.outputBias(), floats(expected.get("output_layer.bias")));
    }

    private static void close(String name, float[] found, float[] expected) {
        assertThat(found).as(name).hasSize(expected.length);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(TOLERANCE));
        }
    }

    private static Batch batch(float[] values, int[] labels, int features, int from, int to) {
        return new Batch(
                Arrays.copyOfRange(values, from * features, to * features),
                Arrays.copyOfRange(labels, from, to),
                to - from);
    }

    private static MlpWeights weights(JsonNode told, int features) {
        return new MlpWeights(
                features,
                told.get("hidden_layer.bias").size(),
                floats(told.get("hidden_layer.weight")),
                floats(told.get("hidden_layer.bias")),
                floats(told.get("bn1.weight")),
                floats(told.get("bn1.bias")),
                floats(told.get("bn1.running_mean")),
                floats(told.get("bn1.running_var")),
                floats(told.get("output_layer.weight")),
                floats(told.get("output_layer.bias")),
                0);
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    private static JsonNode told() throws IOException {
        try (InputStream in = MlpGoldenTest.class.getResourceAsStream("torch.json")) {
            return new JsonMapper().readTree(in);
        }
    }
}
