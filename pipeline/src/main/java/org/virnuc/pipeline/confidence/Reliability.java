package org.virnuc.pipeline.confidence;

import java.util.ArrayList;
import java.util.List;

/**
 * How probabilities compare with the truth on sequences that the curve was not fitted to; both labels weigh the same.
 *
 * @param viral stretches of viral records
 * @param host stretches of others
 * @param error the mean distance between predicted and observed share over the bins, by weight
 * @param brier the mean square of what is missing to the truth
 * @param bins those of ten even steps of probability that anything fell into
 */
public record Reliability(long viral, long host, double error, double brier, List<Bin> bins) {
    private static final int BINS = 10;

    /**
     * Stretches with similar probabilities.
     *
     * @param predicted their mean probability
     * @param observed the share of viral ones among them
     */
    public record Bin(double predicted, double observed, long count) {}

    public Reliability {
        bins = List.copyOf(bins);
    }

    static Reliability of(Curve curve, List<Sample> samples) {
        double[] weights = new double[BINS];
        double[] predicted = new double[BINS];
        double[] observed = new double[BINS];
        long[] counts = new long[BINS];
        double squares = 0;
        double all = 0;
        long viral = 0;
        for (Sample sample : samples) {
            double p = curve.at(sample.evidence());
            int bin = Math.min(BINS - 1, (int) (p * BINS));
            double truth = sample.viral() ? 1 : 0;
            weights[bin] += sample.weight();
            predicted[bin] += sample.weight() * p;
            observed[bin] += sample.weight() * truth;
            counts[bin]++;
            squares += sample.weight() * (p - truth) * (p - truth);
            all += sample.weight();
            viral += sample.viral() ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                error += Math.abs(predicted[bin] - observed[bin]) / all;
                bins.add(new Bin(
                        rounded(predicted[bin] / weights[bin]), rounded(observed[bin] / weights[bin]), counts[bin]));
            }
        }
        return new Reliability(viral, samples.size() - viral, rounded(error), rounded(squares / all), bins);
    }

    private static double rounded(double value) {
        return Math.rint(value * 1e4) / 1e4;
    }
}
