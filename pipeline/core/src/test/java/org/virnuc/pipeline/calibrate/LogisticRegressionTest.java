package org.virnuc.pipeline.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Regressions whose right answer is known. */
class LogisticRegressionTest {
    /** Each point is there as virus and as host, weighing its probability of being either, so these weights fit best. */
    @Test
    void knownWeightsAreFound() {
        double[] truth = {1.5, -2, 0.25, 0.75};
        Random random = new Random(1);
        Made rows = new Made();
        for (int i = 0; i < 300; i++) {
            float[] inputs = {
                (float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian()
            };
            double output = truth[3];
            for (int j = 0; j < inputs.length; j++) {
                output += truth[j] * inputs[j];
            }
            double p = 1 / (1 + Math.exp(-output));
            rows.add(inputs, true, p / 300);
            rows.add(inputs, false, (1 - p) / 300);
        }
        assertThat(LogisticRegression.fit(rows, 3, 0)).containsExactly(truth, within(1e-6));
        assertThat(LogisticRegression.fit(rows, 3, 0, 5, 5, -5, 5))
                .as("from elsewhere")
                .containsExactly(truth, within(1e-6));
    }

    /** Two points at -1 and 1: the weight w solves ridge * w = 1 / (1 + exp(w)), by symmetry without an intercept. */
    @Test
    void theRidgeBoundsWhatCanBeToldApart() {
        Made rows = new Made();
        rows.add(new float[] {1}, true, 0.5);
        rows.add(new float[] {-1}, false, 0.5);
        for (double ridge : new double[] {0.5, 0.1, 0.01}) {
            double[] found = LogisticRegression.fit(rows, 1, ridge);
            assertThat(ridge * found[0]).isCloseTo(1 / (1 + Math.exp(found[0])), within(1e-8));
            assertThat(found[1]).isCloseTo(0, within(1e-8));
        }
    }

    @Test
    void theInterceptIsFree() {
        Made rows = new Made();
        rows.add(new float[] {0}, true, 0.9);
        rows.add(new float[] {0}, false, 0.1);
        double[] found = LogisticRegression.fit(rows, 1, 10);
        assertThat(found[1]).isCloseTo(Math.log(9), within(1e-8));
        assertThat(found[0]).isEqualTo(0);
    }

    @Test
    void onlyTheLeadingInputsAreUsed() {
        Made rows = new Made();
        rows.add(new float[] {1, 100}, true, 0.5);
        rows.add(new float[] {-1, -100}, false, 0.5);
        assertThat(LogisticRegression.fit(rows, 1, 0.1)).hasSize(2).isEqualTo(LogisticRegression.fit(rows, 1, 0.1));
    }

    @Test
    void theLogLossIsFiniteAtAnyOutput() {
        assertThat(LogisticRegression.logLoss(0, true)).isCloseTo(Math.log(2), within(1e-12));
        assertThat(LogisticRegression.logLoss(1000, true)).isEqualTo(0);
        assertThat(LogisticRegression.logLoss(1000, false)).isCloseTo(1000, within(1e-9));
        assertThat(LogisticRegression.logLoss(-3, false)).isCloseTo(Math.log1p(Math.exp(-3)), within(1e-12));
    }

    private static final class Made implements LogisticRegression.Rows {
        private final List<float[]> inputs = new ArrayList<>();
        private final List<Boolean> labels = new ArrayList<>();
        private final List<Double> weights = new ArrayList<>();

        void add(float[] row, boolean viral, double weight) {
            inputs.add(row);
            labels.add(viral);
            weights.add(weight);
        }

        @Override
        public int count() {
            return inputs.size();
        }

        @Override
        public float[] inputs(int row) {
            return inputs.get(row);
        }

        @Override
        public boolean viral(int row) {
            return labels.get(row);
        }

        @Override
        public double weight(int row) {
            return weights.get(row);
        }
    }
}
