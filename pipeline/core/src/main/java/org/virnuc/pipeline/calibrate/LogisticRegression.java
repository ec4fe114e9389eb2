package org.virnuc.pipeline.calibrate;

import java.util.Arrays;

/**
 * Logistic regression with a ridge penalty: finds the weights that minimize the mean of the weighted log loss plus {@code
 * ridge / 2} times the sum of their squares. The intercept is not penalized. Newton's method, each step by conjugate
 * gradients, so that thousands of inputs need no matrix; sums are added up in a fixed order, so the same rows give the same
 * weights on every machine.
 */
final class LogisticRegression {
    private static final int STEPS = 100;
    private static final int INNER_STEPS = 200;
    private static final double DONE = 1e-9;
    private static final double LEAST_CURVATURE = 1e-12;
    private static final double SUFFICIENT = 1e-4;
    private static final int HALVINGS = 40;

    private final Rows rows;
    private final int inputs;
    private final double ridge;

    private LogisticRegression(Rows rows, int inputs, double ridge) {
        this.rows = rows;
        this.inputs = inputs;
        this.ridge = ridge;
    }

    /** Rows to be fitted to. */
    interface Rows {
        int count();

        /** The inputs of a row. */
        float[] inputs(int row);

        boolean viral(int row);

        /** The weight of a row; those of all rows add up to 1. */
        double weight(int row);
    }

    /**
     * Fits.
     *
     * @param inputs the number of leading inputs of a row to use
     * @param start to begin with, the intercept last; empty for zeros
     * @return the weight of each input, and the intercept last
     */
    static double[] fit(Rows rows, int inputs, double ridge, double... start) {
        double[] weights = start.length == inputs + 1 ? start.clone() : new double[inputs + 1];
        return new LogisticRegression(rows, inputs, ridge).fitted(weights);
    }

    /** The output for a row: the log odds of virus. */
    static double output(Rows rows, int row, double[] weights) {
        int inputs = weights.length - 1;
        float[] values = rows.inputs(row);
        double sum = weights[inputs];
        for (int i = 0; i < inputs; i++) {
            sum += weights[i] * values[i];
        }
        return sum;
    }

    /** The log loss of an output: minus the logarithm of the probability of the true label. */
    static double logLoss(double output, boolean viral) {
        double margin = viral ? output : -output;
        return margin > 0
                ? StrictMath.log1p(StrictMath.exp(-margin))
                : -margin + StrictMath.log1p(StrictMath.exp(margin));
    }

    private double[] fitted(double[] start) {
        double[] weights = start;
        double[] outputs = outputs(weights);
        double loss = loss(weights, outputs);
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = gradient(weights, outputs);
            if (norm(gradient) < DONE) {
                break;
            }
            double[] move = move(outputs, gradient);
            double slope = dot(move, gradient);
            double size = 1;
            for (int halving = 0; ; halving++, size /= 2) {
                double[] next = plus(weights, size, move);
                double[] nextOutputs = outputs(next);
                double nextLoss = loss(next, nextOutputs);
                if (nextLoss <= loss + SUFFICIENT * size * slope) {
                    weights = next;
                    outputs = nextOutputs;
                    loss = nextLoss;
                    break;
                }
                if (halving == HALVINGS) { // no further progress in double precision
                    return weights;
                }
            }
        }
        return weights;
    }

    private double[] outputs(double[] weights) {
        double[] outputs = new double[rows.count()];
        for (int row = 0; row < outputs.length; row++) {
            outputs[row] = output(rows, row, weights);
        }
        return outputs;
    }

    private double loss(double[] weights, double[] outputs) {
        double loss = 0;
        for (int row = 0; row < outputs.length; row++) {
            loss += rows.weight(row) * logLoss(outputs[row], rows.viral(row));
        }
        double squares = 0;
        for (int i = 0; i < inputs; i++) {
            squares += weights[i] * weights[i];
        }
        return loss + ridge / 2 * squares;
    }

    private double[] gradient(double[] weights, double[] outputs) {
        double[] gradient = new double[inputs + 1];
        for (int row = 0; row < outputs.length; row++) {
            add(gradient, row, rows.weight(row) * (probability(outputs[row]) - (rows.viral(row) ? 1 : 0)));
        }
        for (int i = 0; i < inputs; i++) {
            gradient[i] += ridge * weights[i];
        }
        return gradient;
    }

    /** Solves for Newton's step. */
    private double[] move(double[] outputs, double[] gradient) {
        double[] curvatures = new double[outputs.length];
        for (int row = 0; row < outputs.length; row++) {
            double p = probability(outputs[row]);
            curvatures[row] = Math.max(LEAST_CURVATURE, rows.weight(row) * p * (1 - p));
        }
        double[] move = new double[inputs + 1];
        double[] rest = plus(move, -1, gradient);
        double[] direction = rest.clone();
        double squared = dot(rest, rest);
        double enough = squared * Math.min(0.1, Math.sqrt(squared)) * Math.min(0.1, Math.sqrt(squared));
        for (int step = 0; step < INNER_STEPS && squared > enough; step++) {
            double[] curved = curved(curvatures, direction);
            double along = squared / dot(direction, curved);
            for (int i = 0; i <= inputs; i++) {
                move[i] += along * direction[i];
                rest[i] -= along * curved[i];
            }
            double next = dot(rest, rest);
            direction = plus(rest, next / squared, direction);
            squared = next;
        }
        return move;
    }

    /** The matrix of second derivatives times a direction. */
    private double[] curved(double[] curvatures, double[] direction) {
        double[] product = new double[inputs + 1];
        for (int row = 0; row < curvatures.length; row++) {
            add(product, row, curvatures[row] * output(rows, row, direction));
        }
        for (int i = 0; i < inputs; i++) {
            product[i] += ridge * direction[i];
        }
        return product;
    }

    private void add(double[] sums, int row, double factor) {
        float[] values = rows.inputs(row);
        for (int i = 0; i < inputs; i++) {
            sums[i] += factor * values[i];
        }
        sums[inputs] += factor;
    }

    private static double probability(double output) {
        return 1 / (1 + StrictMath.exp(-output));
    }

    private static double[] plus(double[] one, double factor, double[] other) {
        double[] sum = Arrays.copyOf(one, one.length);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * other[i];
        }
        return sum;
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double norm(double[] values) {
        return Math.sqrt(dot(values, values));
    }
}
