package org.virnuc.training.head;

import java.util.Arrays;
import org.assertj.core.api.Assertions;

/** Labelled features in memory. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MadeExamples(int features, float[] values, int[] labels) implements Examples {

    /** Rows whose label depends on the sum of their first four features, with some noise. */
    static MadeExamples of(int rows, int features, long seed) {
        SeededNumbers drawn = new SeededNumbers(seed);
        float[] values = new float[rows * features];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int f = 0; f < features; f++) {
                double value = 2 * drawn.next() - 1;
                values[row * features + f] = (float) value;
                sum += f < 4 ? value : 0;
            }
            labels[row] = sum + drawn.next() - 0.5 > 0.2 ? 1 : 0;
        }
        Assertions.assertThat(Arrays.stream(labels).distinct().count()).isEqualTo(2);
        return new MadeExamples(features, values, labels);
    }

    @Override
    public int rows() {
        return labels.length;
    }

    @Override
    public int label(int row) {
        return labels[row];
    }

    @Override
    public void copy(int[] rows, float[] into) {
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * features, into, i * features, features);
        }
    }
}
