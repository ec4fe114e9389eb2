package org.virnuc.training.head;

import java.util.Arrays;
import org.virnuc.models.head.MlpWeights;

/**
 * A head in training: one step of stochastic gradient descent with momentum on one batch, with PyTorch's definitions.
 * Cross-entropy is the mean over the batch, weighted by class; batch norm normalizes by the batch and keeps running
 * statistics with a momentum of 0.1 and the unbiased variance.
 *
 * <p>Matrices of the hidden layer are kept transposed, {@code [features, hidden]}, because then the innermost loops go
 * over neighbouring numbers without a sum across them, which compilers turn into vector instructions.
 */
final class Mlp {
    private static final double NORM_MOMENTUM = 0.1;
    private static final double EPSILON = 1e-5;
    private static final int CLASSES = 2;

    private final int features;
    private final int hidden;
    private final double dropout;
    private final double momentum;
    private final float[] classWeights;
    private final Ranges ranges;

    private final Parameter weight;
    private final Parameter bias;
    private final Parameter scale;
    private final Parameter shift;
    private final Parameter output;
    private final Parameter outputBias;
    private final float[] runningMean;
    private final float[] runningVariance;
    private long batches;

    /** Values of the hidden layer before batch norm, later their gradients. */
    private float[] linear = new float[0];

    /** Values of the hidden layer after batch norm, before ReLU. */
    private float[] normed = new float[0];

    /** Values of the hidden layer after ReLU and dropout, later their gradients. */
    private float[] active = new float[0];

    private final float[] deviation;

    /**
     * Creates a head that starts with given weights.
     *
     * @param velocity what momentum has gathered so far, as weights; zeros at the start
     * @param classWeights weights of others and virus in the loss
     */
    Mlp(MlpWeights start, MlpWeights velocity, HeadSettings settings, float[] classWeights, Ranges ranges) {
        this.features = start.features();
        this.hidden = start.hidden();
        this.dropout = settings.dropout();
        this.momentum = settings.momentum();
        this.classWeights = classWeights.clone();
        this.ranges = ranges;
        weight = new Parameter(
                Layouts.transposed(start.hiddenWeight(), hidden, features),
                Layouts.transposed(velocity.hiddenWeight(), hidden, features));
        bias = new Parameter(start.hiddenBias(), velocity.hiddenBias());
        scale = new Parameter(start.normWeight(), velocity.normWeight());
        shift = new Parameter(start.normBias(), velocity.normBias());
        output = new Parameter(start.outputWeight(), velocity.outputWeight());
        outputBias = new Parameter(start.outputBias(), velocity.outputBias());
        runningMean = start.normMean().clone();
        runningVariance = start.normVariance().clone();
        batches = start.batches();
        deviation = new float[hidden];
    }

    /** Values to be learned, and what momentum has gathered for each. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Parameter(float[] values, float[] velocity) {
        Parameter {
            values = values.clone();
            velocity = velocity.clone();
        }

        void step(int at, float gradient, float rate, float momentum) {
            velocity[at] = momentum * velocity[at] + gradient;
            values[at] -= rate * velocity[at];
        }
    }

    /** A copy of the weights as they are now. */
    MlpWeights weights() {
        return exported(
                weight.values,
                bias.values,
                scale.values,
                shift.values,
                runningMean,
                runningVariance,
                output.values,
                outputBias.values);
    }

    /** A copy of what momentum has gathered. */
    MlpWeights velocity() {
        float[] none = new float[hidden];
        return exported(
                weight.velocity,
                bias.velocity,
                scale.velocity,
                shift.velocity,
                none,
                none,
                output.velocity,
                outputBias.velocity);
    }

    private MlpWeights exported(float[] transposed, float[]... others) {
        return new MlpWeights(
                features,
                hidden,
                Layouts.transposed(transposed, features, hidden),
                others[0].clone(),
                others[1].clone(),
                others[2].clone(),
                others[3].clone(),
                others[4].clone(),
                others[5].clone(),
                others[6].clone(),
                batches);
    }

    /**
     * One step of training.
     *
     * @param batch at least two frames
     * @param rate learning rate
     * @param drawn decides which hidden values are dropped
     * @return the loss of the batch before the step
     */
    double step(Batch batch, double rate, SeededNumbers drawn) throws InterruptedException {
        int rows = batch.rows();
        reserve(rows);
        float lowered = (float) rate;
        ranges.each(hidden, (from, to) -> {
            multiply(batch, from, to);
            normalize(rows, from, to);
            activate(rows, from, to, drawn);
        });
        float[] gradients = new float[rows * CLASSES];
        double loss = loss(batch, gradients);
        ranges.each(hidden, (from, to) -> {
            backThroughOutput(gradients, rows, from, to, lowered);
            backThroughNorm(rows, from, to, lowered);
        });
        for (int c = 0; c < CLASSES; c++) {
            float sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += gradients[row * CLASSES + c];
            }
            outputBias.step(c, sum, lowered, (float) momentum);
        }
        ranges.each(features, (from, to) -> descend(batch, from, to, lowered));
        batches++;
        return loss;
    }

    /**
     * The sum of weighted losses and the sum of weights, with running statistics and nothing dropped.
     *
     * @param scores receives the probability of virus for each row
     */
    double[] evaluate(Batch batch, float[] scores) throws InterruptedException {
        int rows = batch.rows();
        reserve(rows);
        ranges.each(hidden, (from, to) -> {
            multiply(batch, from, to);
            for (int row = 0; row < rows; row++) {
                for (int j = from; j < to; j++) {
                    double ratio = scale.values[j] / Math.sqrt(runningVariance[j] + EPSILON);
                    double value = (linear[row * hidden + j] - runningMean[j]) * ratio + shift.values[j];
                    active[row * hidden + j] = (float) Math.max(0, value);
                }
            }
        });
        double sum = 0;
        double weights = 0;
        for (int row = 0; row < rows; row++) {
            double margin = margin(row);
            scores[row] = (float) probability(margin);
            int label = batch.label(row);
            sum += classWeights[label] * loss(margin, label);
            weights += classWeights[label];
        }
        return new double[] {sum, weights};
    }

    private void reserve(int rows) {
        if (linear.length < rows * hidden) {
            linear = new float[rows * hidden];
            normed = new float[rows * hidden];
            active = new float[rows * hidden];
        }
    }

    /** The hidden layer before batch norm; four features are added at a time, always in the same order. */
    private void multiply(Batch batch, int from, int to) {
        float[] w = weight.values;
        for (int row = 0; row < batch.rows(); row++) {
            int at = row * hidden;
            System.arraycopy(bias.values, from, linear, at + from, to - from);
            int x = row * features;
            float[] values = batch.values();
            int f = 0;
            for (; f + 4 <= features; f += 4, x += 4) {
                Layouts.addFour(
                        linear,
                        at,
                        w,
                        f * hidden,
                        hidden,
                        from,
                        to,
                        values[x],
                        values[x + 1],
                        values[x + 2],
                        values[x + 3]);
            }
            for (; f < features; f++, x++) {
                Layouts.addOne(linear, at, w, f * hidden, from, to, values[x]);
            }
        }
    }

    private void normalize(int rows, int from, int to) {
        for (int j = from; j < to; j++) {
            double mean = 0;
            for (int row = 0; row < rows; row++) {
                mean += linear[row * hidden + j];
            }
            mean /= rows;
            double squares = 0;
            for (int row = 0; row < rows; row++) {
                double off = linear[row * hidden + j] - mean;
                squares += off * off;
            }
            double inverse = 1 / Math.sqrt(squares / rows + EPSILON);
            deviation[j] = (float) inverse;
            for (int row = 0; row < rows; row++) {
                normed[row * hidden + j] = (float) ((linear[row * hidden + j] - mean) * inverse);
            }
            runningMean[j] = (float) ((1 - NORM_MOMENTUM) * runningMean[j] + NORM_MOMENTUM * mean);
            runningVariance[j] =
                    (float) ((1 - NORM_MOMENTUM) * runningVariance[j] + NORM_MOMENTUM * squares / (rows - 1));
        }
    }

    private void activate(int rows, int from, int to, SeededNumbers drawn) {
        float kept = (float) (1 / (1 - dropout));
        for (int row = 0; row < rows; row++) {
            for (int j = from; j < to; j++) {
                int at = row * hidden + j;
                float value = normed[at] * scale.values[j] + shift.values[j];
                boolean on = value > 0 && (dropout == 0 || drawn.at(at) >= dropout);
                active[at] = on ? value * kept : 0;
            }
        }
    }

    /** The loss of the batch, and its gradients by the two outputs of each row. */
    private double loss(Batch batch, float[] gradients) {
        double weights = 0;
        for (int row = 0; row < batch.rows(); row++) {
            weights += classWeights[batch.label(row)];
        }
        double sum = 0;
        for (int row = 0; row < batch.rows(); row++) {
            int label = batch.label(row);
            double margin = margin(row);
            double virus = probability(margin);
            double factor = classWeights[label] / weights;
            sum += factor * loss(margin, label);
            gradients[row * CLASSES] = (float) (factor * (1 - virus - (label == 0 ? 1 : 0)));
            gradients[row * CLASSES + 1] = (float) (factor * (virus - label));
        }
        return sum;
    }

    /** The output for virus minus that for others. */
    private double margin(int row) {
        double others = outputBias.values[0];
        double virus = outputBias.values[1];
        for (int j = 0; j < hidden; j++) {
            float value = active[row * hidden + j];
            others += value * output.values[j];
            virus += value * output.values[hidden + j];
        }
        return virus - others;
    }

    private static double probability(double margin) {
        return 1 / (1 + Math.exp(-margin));
    }

    /** Cross-entropy; exact for margins of any size. */
    private static double loss(double margin, int label) {
        double wrong = label == 1 ? -margin : margin;
        return Math.max(0, wrong) + Math.log1p(Math.exp(-Math.abs(wrong)));
    }

    /** Replaces the active values by their gradients and takes a step with the output layer. */
    private void backThroughOutput(float[] gradients, int rows, int from, int to, float rate) {
        float kept = (float) (1 / (1 - dropout));
        for (int j = from; j < to; j++) {
            float others = output.values[j];
            float virus = output.values[hidden + j];
            float sumOthers = 0;
            float sumVirus = 0;
            for (int row = 0; row < rows; row++) {
                int at = row * hidden + j;
                float value = active[at];
                float byOthers = gradients[row * CLASSES];
                float byVirus = gradients[row * CLASSES + 1];
                sumOthers += byOthers * value;
                sumVirus += byVirus * value;
                active[at] = value > 0 ? (byOthers * others + byVirus * virus) * kept : 0;
            }
            output.step(j, sumOthers, rate, (float) momentum);
            output.step(hidden + j, sumVirus, rate, (float) momentum);
        }
    }

    /** Replaces the linear values by their gradients and takes a step with batch norm and the hidden layer's bias. */
    private void backThroughNorm(int rows, int from, int to, float rate) {
        for (int j = from; j < to; j++) {
            double sum = 0;
            double product = 0;
            for (int row = 0; row < rows; row++) {
                int at = row * hidden + j;
                sum += active[at];
                product += (double) active[at] * normed[at];
            }
            double factor = (double) scale.values[j] * deviation[j];
            double biasGradient = 0;
            for (int row = 0; row < rows; row++) {
                int at = row * hidden + j;
                double gradient = factor * (active[at] - sum / rows - normed[at] * product / rows);
                linear[at] = (float) gradient;
                biasGradient += gradient;
            }
            scale.step(j, (float) product, rate, (float) momentum);
            shift.step(j, (float) sum, rate, (float) momentum);
            bias.step(j, (float) biasGradient, rate, (float) momentum);
        }
    }

    /** Takes a step with the weights of some features. */
    private void descend(Batch batch, int from, int to, float rate) {
        float[] gradient = new float[hidden];
        float[] values = batch.values();
        int rows = batch.rows();
        for (int f = from; f < to; f++) {
            Arrays.fill(gradient, 0);
            int row = 0;
            for (; row + 4 <= rows; row += 4) {
                int x = row * features + f;
                Layouts.addFour(
                        gradient,
                        0,
                        linear,
                        row * hidden,
                        hidden,
                        0,
                        hidden,
                        values[x],
                        values[x + features],
                        values[x + 2 * features],
                        values[x + 3 * features]);
            }
            for (; row < rows; row++) {
                Layouts.addOne(gradient, 0, linear, row * hidden, 0, hidden, values[row * features + f]);
            }
            Layouts.descend(weight.values, weight.velocity, f * hidden, gradient, rate, (float) momentum);
        }
    }
}
