package org.virnuc.training.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrices whose directions are known, small ones and ones that are too large to be diagonalized whole. */
class NarrowDirectionsTest {
    private static final int MOST = 20;

    /** Variances are 1, 2, 3 and so on, along the axes mirrored at a plane. */
    @ParameterizedTest
    @ValueSource(ints = {25, 60, 600})
    void variancesAndDirectionsAreFound(int size) {
        double[] normal = new double[size];
        Arrays.setAll(normal, i -> Math.sin(i + 1.0));
        double squares = Arrays.stream(normal).map(x -> x * x).sum();
        double[][] mirror = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                mirror[i][j] = (i == j ? 1 : 0) - 2 * normal[i] * normal[j] / squares;
            }
        }
        double[][] covariance = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                for (int k = 0; k < size; k++) {
                    covariance[i][j] += mirror[i][k] * (k + 1) * mirror[k][j];
                }
            }
        }
        NarrowDirections found = NarrowDirections.of(covariance, MOST);
        assertThat(found.variances()).hasSize(MOST);
        for (int i = 0; i < MOST; i++) {
            assertThat(found.variances()[i]).isCloseTo(i + 1, within(1e-6));
            double along = 0;
            for (int k = 0; k < size; k++) {
                along += found.axes()[i][k] * mirror[i][k];
            }
            assertThat(Math.abs(along)).isCloseTo(1, within(1e-6));
        }
    }
}
