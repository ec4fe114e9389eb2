package org.virnuc.calling.confidence;

import java.util.List;
import java.util.function.Function;

/** Logistic regression of a few factors on weighted samples. */
final class Logistic {
    private static final int STEPS = 100;
    private static final double DONE = 1e-9;

    /** Keeps the steps finite if the labels are perfectly separable. */
    private static final double RIDGE = 1e-3;

    private Logistic() {}

    /** The factors that make the labels most likely: Newton's method, with shorter steps where one would overshoot. */
    static double[] fit(List<CalibrationPoint> samples, Function<CalibrationPoint, double[]> terms) {
        double[][] rows = samples.stream().map(terms).toArray(double[][]::new);
        double scale = samples.size()
                / samples.stream().mapToDouble(CalibrationPoint::weight).sum();
        double[] factors = new double[rows[0].length];
        for (int step = 0; step < STEPS; step++) {
            double[][] system = system(samples, rows, scale, factors);
            double[] move = solve(system);
            double size = 0;
            for (double one : move) {
                size = Math.max(size, Math.abs(one));
            }
            for (int i = 0; i < factors.length; i++) {
                factors[i] += move[i] * (size > 1 ? 1 / size : 1);
            }
            if (size < DONE) {
                break;
            }
        }
        return factors;
    }

    /** The negative second derivatives of the likelihood, with the first beside them. */
    private static double[][] system(List<CalibrationPoint> samples, double[][] rows, double scale, double[] factors) {
        int terms = factors.length;
        double[][] system = new double[terms][terms + 1];
        for (int i = 0; i < terms; i++) {
            system[i][i] = RIDGE;
            system[i][terms] = -RIDGE * factors[i];
        }
        for (int at = 0; at < rows.length; at++) {
            CalibrationPoint sample = samples.get(at);
            double sum = 0;
            for (int i = 0; i < terms; i++) {
                sum += factors[i] * rows[at][i];
            }
            double p = Curve.sigmoid(sum);
            double weight = sample.weight() * scale;
            for (int i = 0; i < terms; i++) {
                system[i][terms] += weight * ((sample.viral() ? 1 : 0) - p) * rows[at][i];
                for (int j = 0; j < terms; j++) {
                    system[i][j] += weight * p * (1 - p) * rows[at][i] * rows[at][j];
                }
            }
        }
        return system;
    }

    /** Gauss's elimination; the system is positive definite, so no pivot is zero. */
    private static double[] solve(double[][] system) {
        int terms = system.length;
        for (int pivot = 0; pivot < terms; pivot++) {
            for (int row = 0; row < terms; row++) {
                double factor = row == pivot ? 0 : system[row][pivot] / system[pivot][pivot];
                for (int column = pivot; column <= terms; column++) {
                    system[row][column] -= factor * system[pivot][column];
                }
            }
        }
        double[] found = new double[terms];
        for (int i = 0; i < terms; i++) {
            found[i] = system[i][terms] / system[i][i];
        }
        return found;
    }
}
