package org.virnuc.training.distribution;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The directions in which data vary least: eigenvectors of a covariance with the smallest eigenvalues. Small matrices are
 * diagonalized by Jacobi's rotations. Of large ones first a subspace is found that nearly holds these directions, by inverse
 * iteration, which costs a small part of diagonalizing all; within it the directions are exact. The same matrix gives the
 * same directions.
 */
final class NarrowDirections {
    private static final int SMALL = 512;
    private static final int SPARE = 32;
    private static final int ITERATIONS = 30;
    private static final double SHIFT = 1e-9;
    private static final int SWEEPS = 50;
    private static final double DONE = 1e-22;

    private final double[] variances;
    private final double[][] axes;

    private NarrowDirections(double[] variances, double[][] axes) {
        this.variances = variances;
        this.axes = axes;
    }

    /**
     * Finds directions.
     *
     * @param covariance symmetric
     * @param most the number of directions to find
     */
    static NarrowDirections of(double[][] covariance, int most) {
        int size = covariance.length;
        if (size <= SMALL || most + SPARE >= size) {
            return diagonal(covariance, identity(size), Math.min(most, size));
        }
        double[][] basis = subspace(covariance, most + SPARE);
        return diagonal(within(covariance, basis), basis, most);
    }

    /** The variance along each direction, rising. */
    double[] variances() {
        return variances;
    }

    /** Orthogonal directions of length 1. */
    double[][] axes() {
        return axes;
    }

    /** Orthonormal rows that span a space close to that of the smallest eigenvectors. */
    private static double[][] subspace(double[][] covariance, int rows) {
        int size = covariance.length;
        double[][] lower = cholesky(covariance);
        double[][] basis = new double[rows][size];
        SplittableRandom random = new SplittableRandom(1);
        for (double[] row : basis) {
            Arrays.setAll(row, i -> random.nextDouble() - 0.5);
        }
        for (int i = 0; i < ITERATIONS; i++) {
            Arrays.stream(basis).parallel().forEach(row -> solve(lower, row));
            orthonormalize(basis);
        }
        return basis;
    }

    /** The lower triangle whose product with its transpose is the matrix, made positive by a small shift. */
    private static double[][] cholesky(double[][] matrix) {
        int size = matrix.length;
        double shift = SHIFT
                * IntStream.range(0, size)
                        .mapToDouble(i -> matrix[i][i])
                        .average()
                        .orElse(1);
        double[][] lower = new double[size][];
        for (int i = 0; i < size; i++) {
            double[] row = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double[] other = j == i ? row : lower[j];
                double sum = matrix[i][j] + (i == j ? shift : 0);
                for (int k = 0; k < j; k++) {
                    sum -= row[k] * other[k];
                }
                row[j] = i == j ? Math.sqrt(Math.max(shift, sum)) : sum / other[j];
            }
            lower[i] = row;
        }
        return lower;
    }

    /** Replaces a right-hand side by the solution. */
    private static void solve(double[][] lower, double[] right) {
        int size = lower.length;
        for (int i = 0; i < size; i++) {
            double sum = right[i];
            for (int k = 0; k < i; k++) {
                sum -= lower[i][k] * right[k];
            }
            right[i] = sum / lower[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            right[i] /= lower[i][i];
            for (int k = 0; k < i; k++) {
                right[k] -= lower[i][k] * right[i];
            }
        }
    }

    private static void orthonormalize(double[][] rows) {
        for (int i = 0; i < rows.length; i++) {
            for (int pass = 0; pass < 2; pass++) { // once more, for what rounding left
                for (int j = 0; j < i; j++) {
                    add(rows[i], -dot(rows[i], rows[j]), rows[j]);
                }
            }
            double length = Math.sqrt(dot(rows[i], rows[i]));
            for (int k = 0; k < rows[i].length; k++) {
                rows[i][k] /= length;
            }
        }
    }

    /** The covariance within a space. */
    private static double[][] within(double[][] covariance, double[][] basis) {
        double[][] products = Arrays.stream(basis)
                .parallel()
                .map(row -> Arrays.stream(covariance)
                        .mapToDouble(other -> dot(other, row))
                        .toArray())
                .toArray(double[][]::new);
        return Arrays.stream(basis)
                .map(row -> Arrays.stream(products)
                        .mapToDouble(other -> dot(other, row))
                        .toArray())
                .toArray(double[][]::new);
    }

    /** Rotates pairs of rows until the matrix is diagonal, and the basis along with it. */
    private static NarrowDirections diagonal(double[][] symmetric, double[][] basis, int most) {
        double[][] matrix = Arrays.stream(symmetric).map(double[]::clone).toArray(double[][]::new);
        double[][] axes = Arrays.stream(basis).map(double[]::clone).toArray(double[][]::new);
        for (int sweep = 0; sweep < SWEEPS && offDiagonal(matrix) > DONE; sweep++) {
            for (int p = 0; p < matrix.length; p++) {
                for (int q = p + 1; q < matrix.length; q++) {
                    rotate(matrix, axes, p, q);
                }
            }
        }
        int[] order = IntStream.range(0, matrix.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> matrix[i][i]))
                .limit(most)
                .mapToInt(i -> i)
                .toArray();
        return new NarrowDirections(
                Arrays.stream(order).mapToDouble(i -> matrix[i][i]).toArray(),
                Arrays.stream(order).mapToObj(i -> axes[i]).toArray(double[][]::new));
    }

    /** The squares beside the diagonal as a share of all. */
    private static double offDiagonal(double[][] matrix) {
        double beside = 0;
        double all = 0;
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                double square = matrix[i][j] * matrix[i][j];
                all += square;
                beside += i == j ? 0 : square;
            }
        }
        return all == 0 ? 0 : beside / all;
    }

    private static void rotate(double[][] matrix, double[][] axes, int p, int q) {
        double beside = matrix[p][q];
        if (beside == 0) {
            return;
        }
        double angle = 0.5 * Math.atan2(2 * beside, matrix[q][q] - matrix[p][p]);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        for (double[] row : matrix) {
            double one = row[p];
            row[p] = cos * one - sin * row[q];
            row[q] = sin * one + cos * row[q];
        }
        rotateRows(matrix, p, q, cos, sin);
        rotateRows(axes, p, q, cos, sin);
        matrix[p][q] = 0;
        matrix[q][p] = 0;
    }

    private static void rotateRows(double[][] rows, int p, int q, double cos, double sin) {
        double[] first = rows[p];
        double[] second = rows[q];
        for (int i = 0; i < first.length; i++) {
            double one = first[i];
            first[i] = cos * one - sin * second[i];
            second[i] = sin * one + cos * second[i];
        }
    }

    private static double[][] identity(int size) {
        double[][] rows = new double[size][size];
        for (int i = 0; i < size; i++) {
            rows[i][i] = 1;
        }
        return rows;
    }

    private static void add(double[] into, double factor, double[] other) {
        for (int i = 0; i < into.length; i++) {
            into[i] += factor * other[i];
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
