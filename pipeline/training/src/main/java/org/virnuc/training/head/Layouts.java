package org.virnuc.training.head;

/** Loops over neighbouring numbers, which compilers turn into vector instructions. */
final class Layouts {
    private Layouts() {}

    /** The transpose of a row-major matrix. */
    static float[] transposed(float[] matrix, int rows, int columns) {
        float[] turned = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = matrix[row * columns + column];
            }
        }
        return turned;
    }

    /** Adds four rows of a matrix, each times a factor, to the columns from {@code from} to {@code to}. */
    static void addFour(
            float[] sums,
            int sumsAt,
            float[] rows,
            int rowsAt,
            int width,
            int from,
            int to,
            float a,
            float b,
            float c,
            float d) {
        int second = rowsAt + width;
        int third = second + width;
        int fourth = third + width;
        for (int j = from; j < to; j++) {
            sums[sumsAt + j] +=
                    rows[rowsAt + j] * a + rows[second + j] * b + rows[third + j] * c + rows[fourth + j] * d;
        }
    }

    /** Adds one row of a matrix times a factor. */
    static void addOne(float[] sums, int sumsAt, float[] rows, int rowsAt, int from, int to, float factor) {
        for (int j = from; j < to; j++) {
            sums[sumsAt + j] += rows[rowsAt + j] * factor;
        }
    }

    /** One step of descent with momentum for a row of weights. */
    static void descend(float[] weights, float[] velocity, int at, float[] gradient, float rate, float momentum) {
        for (int j = 0; j < gradient.length; j++) {
            float v = momentum * velocity[at + j] + gradient[j];
            velocity[at + j] = v;
            weights[at + j] -= rate * v;
        }
    }
}
