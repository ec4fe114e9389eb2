package org.virnuc.calling.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Figures against scikit-learn 1.9; {@code benchmarks/reference/metrics_golden.py} wrote the reference. */
class AccuracyGoldenTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void figuresAreThoseOfScikitLearn() throws IOException {
        JsonNode told = told();
        Accuracy accuracy = Accuracy.of(items(told, 1));
        assertThat(accuracy.auroc().value()).isCloseTo(told.get("auroc").asDouble(), EXACT);
        assertThat(accuracy.brier().value()).isCloseTo(told.get("brier").asDouble(), EXACT);
        assertThat(accuracy.accuracy(0.5).value())
                .isCloseTo(told.get("accuracy").asDouble(), EXACT);
        assertThat(accuracy.sensitivity(0.5).value())
                .isCloseTo(told.get("sensitivity").asDouble(), EXACT);
        assertThat(accuracy.falsePositiveRate(0.5).value())
                .isCloseTo(told.get("fpr").asDouble(), EXACT);
        assertThat(accuracy.plainCalibrationError().value())
                .isCloseTo(told.get("error").asDouble(), EXACT);
    }

    @Test
    void intervalsAreOverClusters() throws IOException {
        Measured alone = Accuracy.of(items(told(), 1)).auroc();
        Measured clustered = Accuracy.of(items(told(), 20)).auroc();
        assertThat(alone.value()).isEqualTo(clustered.value());
        assertThat(alone.low()).isLessThan(alone.value());
        assertThat(alone.high()).isGreaterThan(alone.value());
        assertThat(alone.high() - alone.low()).isBetween(0.04, 0.2);
        assertThat(Accuracy.of(items(told(), 1)).auroc()).as("the same again").isEqualTo(alone);
        assertThat(Accuracy.of(items(told(), 20)).clusters(true)).isEqualTo(15);
        assertThat(clustered.text()).matches("0\\.\\d{3} \\(0\\.\\d\\d-0\\.\\d\\d\\)");
    }

    @Test
    void bothClassesWeighTheSameInTheCalibrationError() {
        List<LabelledScore> items = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            items.add(new LabelledScore(0.25, false, "h" + i));
        }
        for (int i = 0; i < 10; i++) {
            items.add(new LabelledScore(0.25, true, "v" + i));
        }
        Accuracy accuracy = Accuracy.of(items);
        assertThat(accuracy.plainCalibrationError().value()).isCloseTo(0.15, EXACT);
        assertThat(accuracy.calibrationError().value()).isCloseTo(0.25, EXACT);
        assertThat(accuracy.auroc().value()).isEqualTo(0.5);
        assertThat(accuracy.reliability()).hasSize(1);
        assertThat(accuracy.falseDiscoveryRate(0.2, 0.1).value()).isCloseTo(0.9, EXACT);
        assertThat(accuracy.falseDiscoveryRate(0.3, 0.1).isDefined()).isFalse();
        assertThat(accuracy.count(false)).isEqualTo(90);
    }

    @Test
    void oneClassHasNoAuroc() {
        Accuracy accuracy = Accuracy.of(List.of(new LabelledScore(0.9, true, "v")));
        assertThat(accuracy.auroc().text()).isEqualTo("-");
        assertThat(accuracy.sensitivity(0.5)).isEqualTo(new Measured(1, 1, 1));
        assertThat(accuracy.falsePositiveRate(0.5).isDefined()).isFalse();
    }

    private static List<LabelledScore> items(JsonNode told, int perCluster) {
        List<LabelledScore> items = new ArrayList<>();
        for (int i = 0; i < told.get("scores").size(); i++) {
            items.add(new LabelledScore(
                    told.get("scores").get(i).asDouble(),
                    told.get("viral").get(i).asInt() == 1,
                    "c" + i / perCluster));
        }
        return items;
    }

    private static JsonNode told() throws IOException {
        try (InputStream in = AccuracyGoldenTest.class.getResourceAsStream("sklearn.json")) {
            return new JsonMapper().readTree(in);
        }
    }
}
