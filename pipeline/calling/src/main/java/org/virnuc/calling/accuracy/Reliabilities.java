package org.virnuc.calling.accuracy;

import java.util.ArrayList;
import java.util.List;

/** Probabilities in ten equal bins against the observed share of virus. */
public final class Reliabilities {
    private static final int BINS = 10;

    private final double[] weight = new double[BINS];
    private final double[] predicted = new double[BINS];
    private final double[] observed = new double[BINS];

    Reliabilities() {}

    /**
     * Items with similar probabilities.
     *
     * @param weight their share of all items
     * @param predicted their mean probability
     * @param observed the share of viral ones among them
     */
    public record Bin(double weight, double predicted, double observed) {}

    void add(double probability, boolean viral, double times) {
        int bin = Math.min(BINS - 1, (int) (probability * BINS));
        weight[bin] += times;
        predicted[bin] += times * probability;
        observed[bin] += viral ? times : 0;
    }

    double error() {
        double all = 0;
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            all += weight[bin];
            error += Math.abs(predicted[bin] - observed[bin]);
        }
        return error / all;
    }

    /** Those bins that anything fell into. */
    List<Bin> bins() {
        double all = 0;
        for (double some : weight) {
            all += some;
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (weight[bin] > 0) {
                bins.add(new Bin(weight[bin] / all, predicted[bin] / weight[bin], observed[bin] / weight[bin]));
            }
        }
        return bins;
    }
}
