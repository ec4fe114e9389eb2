package org.virnuc.calling.confidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The agreement of probabilities with the truth on sequences that the curves were not fitted to. Both labels have equal
 * weights.
 *
 * @param viral number of stretches of viral records
 * @param host number of stretches of others
 * @param error the mean distance between predicted and observed share over the bins, by weight
 * @param range range of the error by bootstrapping clusters; null if unknown
 * @param brier Brier score: mean squared difference from the truth
 * @param bins non-empty bins of ten equal steps of probability
 */
public record Reliability(
        long viral,
        long host,
        double error,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Range range,
        double brier,
        List<Bin> bins) {
    private static final int BINS = 10;
    private static final int DRAWS = 400;
    private static final int SEED = 20_261_124;
    private static final double TAIL = 0.025;

    /**
     * Stretches with similar probabilities.
     *
     * @param predicted their mean probability
     * @param observed the share of viral ones among them
     */
    public record Bin(double predicted, double observed, long count) {}

    /**
     * Where 95 % of the errors lie when as many clusters of each label are drawn with replacement. It leans upwards: drawing
     * adds chance to what is there already.
     */
    public record Range(double low, double high) {}

    public Reliability {
        bins = List.copyOf(bins);
    }

    /** Measures the probabilities of some stretches; a cluster has one label. */
    static Reliability of(List<CalibrationPoint> samples, ToDoubleFunction<CalibrationPoint> probability) {
        Map<Integer, Sums> clusters = new TreeMap<>();
        for (CalibrationPoint sample : samples) {
            clusters.computeIfAbsent(sample.cluster(), cluster -> new Sums(sample.viral()))
                    .add(probability.applyAsDouble(sample));
        }
        List<Sums> all = List.copyOf(clusters.values());
        Sums viral = Sums.of(true, all);
        Sums host = Sums.of(false, all);
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            double observed = viral.count[bin] / Math.max(1, viral.all());
            double weight = observed + host.count[bin] / Math.max(1, host.all());
            double predicted =
                    viral.predicted[bin] / Math.max(1, viral.all()) + host.predicted[bin] / Math.max(1, host.all());
            if (weight > 0) {
                bins.add(new Bin(rounded(predicted / weight), rounded(observed / weight), (long)
                        (viral.count[bin] + host.count[bin])));
            }
        }
        double brier = (viral.squares / Math.max(1, viral.all()) + host.squares / Math.max(1, host.all())) / 2;
        return new Reliability(
                (long) viral.all(), (long) host.all(), rounded(error(viral, host)), range(all), rounded(brier), bins);
    }

    private static double error(Sums viral, Sums host) {
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            double missing = (viral.predicted[bin] - viral.count[bin]) / Math.max(1, viral.all());
            error += Math.abs(missing + host.predicted[bin] / Math.max(1, host.all())) / 2;
        }
        return error;
    }

    private static Range range(List<Sums> clusters) {
        List<Sums> viral = clusters.stream().filter(sums -> sums.viral).toList();
        List<Sums> host = clusters.stream().filter(sums -> !sums.viral).toList();
        Random random = new Random(SEED);
        double[] errors = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            errors[draw] = error(Sums.of(true, drawn(viral, random)), Sums.of(false, drawn(host, random)));
        }
        Arrays.sort(errors);
        int low = (int) (TAIL * DRAWS);
        return new Range(rounded(errors[low]), rounded(errors[DRAWS - 1 - low]));
    }

    private static List<Sums> drawn(List<Sums> clusters, Random random) {
        List<Sums> drawn = new ArrayList<>();
        for (int i = 0; i < clusters.size(); i++) {
            drawn.add(clusters.get(random.nextInt(clusters.size())));
        }
        return drawn;
    }

    private static double rounded(double value) {
        return Math.rint(value * 1e4) / 1e4;
    }

    /** The stretches of a cluster, or of all of a label, by bin. */
    private static final class Sums {
        private final boolean viral;
        private final double[] count = new double[BINS];
        private final double[] predicted = new double[BINS];
        private double squares;

        Sums(boolean viral) {
            this.viral = viral;
        }

        static Sums of(boolean viral, List<Sums> clusters) {
            Sums sum = new Sums(viral);
            for (Sums cluster : clusters) {
                if (cluster.viral == viral) {
                    for (int bin = 0; bin < BINS; bin++) {
                        sum.count[bin] += cluster.count[bin];
                        sum.predicted[bin] += cluster.predicted[bin];
                    }
                    sum.squares += cluster.squares;
                }
            }
            return sum;
        }

        void add(double probability) {
            int bin = Math.min(BINS - 1, (int) (probability * BINS));
            double missing = (viral ? 1 : 0) - probability;
            count[bin]++;
            predicted[bin] += probability;
            squares += missing * missing;
        }

        double all() {
            return Arrays.stream(count).sum();
        }
    }
}
