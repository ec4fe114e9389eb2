package org.virnuc.training.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Distances from made-up training data. */
class DistributionFitTest {
    private static final int FEATURES = 8;

    /** Feature i varies by i + 1, so the narrow directions are the features 2 to 5; the two narrowest count as constant. */
    @Test
    void whatBreaksTheRulesIsFar() {
        DistributionFit fit = DistributionFit.of(rows(4_000)).orElseThrow();
        float[] usual = new float[FEATURES];
        Arrays.fill(usual, 10);
        assertThat(fit.distance(usual)).as("the mean").isLessThan(0.1);
        assertThat(fit.distance(moved(7, 100))).as("along a wide direction").isLessThan(1);
        assertThat(fit.distance(moved(0, 100))).as("along what is constant").isLessThan(10);
        assertThat(fit.distance(moved(2, 30)))
                .as("ten standard deviations, the typical distance in four directions being 1.83")
                .isCloseTo(10 / 1.832, within(0.3));
        double[] typical =
                rows(1_001).stream().mapToDouble(fit::distance).sorted().toArray();
        assertThat(typical[500]).isCloseTo(1, within(0.05));
    }

    @Test
    void tooFewFramesHaveNoDistribution() {
        assertThat(DistributionFit.of(List.of())).isEmpty();
        assertThat(DistributionFit.of(rows(4 * FEATURES - 1))).isEmpty();
        assertThat(DistributionFit.of(rows(4 * FEATURES))).isPresent();
    }

    private static float[] moved(int feature, float by) {
        float[] row = new float[FEATURES];
        Arrays.fill(row, 10);
        row[feature] += by;
        return row;
    }

    private static List<float[]> rows(int count) {
        Random random = new Random(count);
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] row = new float[FEATURES];
            for (int j = 0; j < FEATURES; j++) {
                row[j] = (float) (10 + (j + 1) * random.nextGaussian());
            }
            rows.add(row);
        }
        return rows;
    }

    @Test
    void oneStretchInAHundredIsBeyondTheLimit() {
        double[] long1 = new double[101];
        Arrays.setAll(long1, i -> i);
        List<double[]> limits = DistributionFit.limits(List.of(long1, new double[] {50}));
        assertThat(limits).hasSize(1);
        assertThat(limits.get(0)[0]).isEqualTo(1);
        assertThat(limits.get(0)[1]).isCloseTo(99 - 0.01, within(1e-9));
        double[] long2 = new double[200];
        Arrays.fill(long2, 3);
        assertThat(DistributionFit.limits(List.of(long2)))
                .as("a hundred pairs, too few fives")
                .containsExactly(new double[] {1, 3}, new double[] {2, 3});
        assertThat(DistributionFit.limits(List.of(new double[99]))).isEmpty();
        assertThat(DistributionFit.of(rows(60)).orElseThrow().tensors(500, List.of(new double[99])))
                .isEmpty();
        assertThat(DistributionFit.of(rows(60))
                        .orElseThrow()
                        .tensors(500, List.of(long2))
                        .orElseThrow())
                .containsOnlyKeys("500.mean", "500.axes", "500.rest", "500.scale", "500.limits");
    }
}
