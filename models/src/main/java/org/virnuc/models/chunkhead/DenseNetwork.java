package org.virnuc.models.chunkhead;

import java.util.List;

/**
 * A feed-forward network in plain Java: inputs are standardized and cut off, then pass through linear layers with activations in
 * between. Sums are added up in double precision in a fixed order, so that results depend neither on the machine nor on
 * the number of rows.
 */
final class DenseNetwork {
    private final double[] mean;
    private final double[] scale;
    private final double limit;
    private final List<Layer> layers;

    /**
     * A network.
     *
     * @param mean subtracted from the inputs
     * @param scale what centred inputs are divided by
     * @param limit standardized inputs are cut off at this number and its opposite
     */
    DenseNetwork(float[] mean, float[] scale, double limit, List<Layer> layers) {
        this.mean = doubles(mean);
        this.scale = doubles(scale);
        this.limit = limit;
        this.layers = List.copyOf(layers);
    }

    /** What becomes of the outputs of a layer. */
    enum Activation {
        NONE {
            @Override
            double of(double x) {
                return x;
            }
        },
        RELU {
            @Override
            double of(double x) {
                return Math.max(0, x);
            }
        },
        TANH {
            @Override
            double of(double x) {
                return Math.tanh(x);
            }
        },
        SILU {
            @Override
            double of(double x) {
                return x / (1 + Math.exp(-x));
            }
        };

        abstract double of(double x);
    }

    /**
     * A linear layer and its activation.
     *
     * @param weight row-major, {@code [outputs, inputs]}
     * @param bias as many as outputs
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Layer(float[] weight, float[] bias, Activation activation) {
        double[] of(double[] inputs) {
            double[] outputs = new double[bias.length];
            int at = 0;
            for (int i = 0; i < outputs.length; i++) {
                double sum = bias[i];
                for (double input : inputs) {
                    sum += weight[at++] * input;
                }
                outputs[i] = activation.of(sum);
            }
            return outputs;
        }
    }

    /** The output of the last layer, which has one. */
    double output(float[] inputs) {
        double[] values = new double[mean.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(-limit, Math.min(limit, (inputs[i] - mean[i]) / scale[i]));
        }
        for (Layer layer : layers) {
            values = layer.of(values);
        }
        return values[0];
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
