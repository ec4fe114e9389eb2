package org.virnuc.calling.confidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingDistributionTest {
    private static final double SCALE = 3;

    /** The same bits, however many rows are computed together, as the formula row by row. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 0.5", "8, 3, 255, 0", "11, 5, 700, 2", "3, 2, 257, 1"})
    void distancesAreThoseOfTheFormulaToTheLastBit(int features, int directions, int rows, double rest) {
        Random random = new Random(features);
        float[] mean = random(random, features);
        float[] axes = random(random, directions * features);
        float[] values = random(random, rows * features);
        float[] distances = new TrainingDistribution("", mean, axes, rest, SCALE, new float[0]).distances(values, rows);
        assertThat(distances).hasSize(rows);
        for (int row = 0; row < rows; row++) {
            assertThat(distances[row]).isEqualTo(distance(values, row * features, mean, axes, rest));
        }
    }

    private static float distance(float[] values, int from, float[] mean, float[] axes, double rest) {
        double outside = 0;
        for (int i = 0; i < mean.length; i++) {
            double centred = values[from + i] - mean[i];
            outside += centred * centred;
        }
        double square = 0;
        for (int axis = 0; axis < axes.length; axis += mean.length) {
            double along = 0;
            double norm = 0;
            for (int i = 0; i < mean.length; i++) {
                double centred = values[from + i] - mean[i];
                along += centred * axes[axis + i];
                norm += (double) axes[axis + i] * axes[axis + i];
            }
            square += along * along;
            outside -= along * along / norm;
        }
        return (float) (Math.sqrt(square + Math.max(0, outside) * rest * rest) / SCALE);
    }

    private static float[] random(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
