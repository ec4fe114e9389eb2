package org.virnuc.calling.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Figures of labelled scores. Intervals are by bootstrap over clusters: as many clusters of each class are drawn with
 * replacement, 400 times with the same seed, and the range has the middle 95 % of the figures.
 */
public final class Accuracy {
    private static final int DRAWS = 400;
    private static final long SEED = 20_261_130;
    private static final double TAIL = 0.025;

    /** In ascending order of their scores. */
    private final List<LabelledScore> items;

    /** For each item the number of its cluster; clusters of viral items come first. */
    private final int[] clusters;

    private final int viralClusters;
    private final int allClusters;

    /** A figure of items that count with weights. */
    private interface Figure {
        double of(double[] weights);
    }

    private Accuracy(List<LabelledScore> scores) {
        items = new ArrayList<>(scores);
        items.sort(Comparator.comparingDouble(LabelledScore::score));
        clusters = new int[items.size()];
        viralClusters = number(true, 0);
        allClusters = number(false, viralClusters);
    }

    /** Prepares the figures of some items. */
    public static Accuracy of(List<LabelledScore> scores) {
        return new Accuracy(scores);
    }

    private int number(boolean viral, int first) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < clusters.length; i++) {
            if (items.get(i).viral() == viral) {
                clusters[i] = first + numbers.computeIfAbsent(items.get(i).cluster(), name -> numbers.size());
            }
        }
        return first + numbers.size();
    }

    /** The number of items of a class. */
    public long count(boolean viral) {
        return items.stream().filter(item -> item.viral() == viral).count();
    }

    /** The number of clusters of a class. */
    public int clusters(boolean viral) {
        return viral ? viralClusters : allClusters - viralClusters;
    }

    /** The chance that a viral item has a larger score than another; equal scores count half. */
    public Measured auroc() {
        return measured(this::auroc);
    }

    /** The share of viral items whose score is at least a threshold. */
    public Measured sensitivity(double threshold) {
        return measured(weights -> rate(weights, true, threshold));
    }

    /** The share of other items whose score is at least a threshold. */
    public Measured falsePositiveRate(double threshold) {
        return measured(weights -> rate(weights, false, threshold));
    }

    /** The share of items on the right side of a threshold. */
    public Measured accuracy(double threshold) {
        return measured(weights -> {
            double right = 0;
            double all = 0;
            for (int i = 0; i < weights.length; i++) {
                LabelledScore item = items.get(i);
                right += item.score() >= threshold == item.viral() ? weights[i] : 0;
                all += weights[i];
            }
            return right / all;
        });
    }

    /**
     * The false discovery rate at a threshold in an input with a given share of viral items: the false among those
     * called.
     */
    public Measured falseDiscoveryRate(double threshold, double prevalence) {
        return measured(weights -> {
            double right = prevalence * rate(weights, true, threshold);
            double wrong = (1 - prevalence) * rate(weights, false, threshold);
            return right + wrong == 0 ? Double.NaN : wrong / (right + wrong);
        });
    }

    /**
     * The calibration error of probabilities: the mean distance between predicted and observed share over ten equal
     * bins, weighted by what falls into them, both classes weighing the same.
     */
    public Measured calibrationError() {
        return measured(weights -> calibrationError(balanced(weights)));
    }

    /** The calibration error with every item weighing the same. */
    public Measured plainCalibrationError() {
        return measured(this::calibrationError);
    }

    /** The mean square of the distance between probability and truth. */
    public Measured brier() {
        return measured(weights -> {
            double sum = 0;
            double all = 0;
            for (int i = 0; i < weights.length; i++) {
                double off = items.get(i).score() - (items.get(i).viral() ? 1 : 0);
                sum += weights[i] * off * off;
                all += weights[i];
            }
            return sum / all;
        });
    }

    private Measured measured(Figure figure) {
        double[] weights = new double[items.size()];
        Arrays.fill(weights, 1);
        double value = figure.of(weights);
        if (Double.isNaN(value)) {
            return Measured.NONE;
        }
        Random random = new Random(SEED);
        double[] drawn = new double[DRAWS];
        int valid = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double[] again = figureWeights(random);
            double other = figure.of(again);
            if (!Double.isNaN(other)) {
                drawn[valid++] = other;
            }
        }
        double[] sorted = Arrays.copyOf(drawn, valid);
        Arrays.sort(sorted);
        if (valid == 0) {
            return new Measured(value, value, value);
        }
        int low = (int) (TAIL * valid);
        return new Measured(value, sorted[low], sorted[valid - 1 - low]);
    }

    /** How often each item is there when clusters are drawn again. */
    private double[] figureWeights(Random random) {
        int[] times = new int[allClusters];
        for (int i = 0; i < viralClusters; i++) {
            times[random.nextInt(viralClusters)]++;
        }
        for (int i = viralClusters; i < allClusters; i++) {
            times[viralClusters + random.nextInt(allClusters - viralClusters)]++;
        }
        double[] weights = new double[items.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = times[clusters[i]];
        }
        return weights;
    }

    private double auroc(double[] weights) {
        double[] below = new double[2];
        double won = 0;
        int at = 0;
        while (at < weights.length) {
            double score = items.get(at).score();
            double[] tied = new double[2];
            for (; at < weights.length && items.get(at).score() == score; at++) {
                tied[items.get(at).viral() ? 1 : 0] += weights[at];
            }
            won += tied[1] * (below[0] + tied[0] / 2);
            below[0] += tied[0];
            below[1] += tied[1];
        }
        return below[0] == 0 || below[1] == 0 ? Double.NaN : won / (below[0] * below[1]);
    }

    private double rate(double[] weights, boolean viral, double threshold) {
        double called = 0;
        double all = 0;
        for (int i = 0; i < weights.length; i++) {
            LabelledScore item = items.get(i);
            if (item.viral() == viral) {
                called += item.score() >= threshold ? weights[i] : 0;
                all += weights[i];
            }
        }
        return all == 0 ? Double.NaN : called / all;
    }

    private double[] balanced(double[] weights) {
        double[] all = new double[2];
        for (int i = 0; i < weights.length; i++) {
            all[items.get(i).viral() ? 1 : 0] += weights[i];
        }
        double[] balanced = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            balanced[i] = weights[i] / (2 * all[items.get(i).viral() ? 1 : 0]);
        }
        return balanced;
    }

    private double calibrationError(double[] weights) {
        Reliabilities bins = new Reliabilities();
        for (int i = 0; i < weights.length; i++) {
            bins.add(items.get(i).score(), items.get(i).viral(), weights[i]);
        }
        return bins.error();
    }

    /** The ten bins of a reliability diagram, both classes weighing the same. */
    public List<Reliabilities.Bin> reliability() {
        double[] weights = new double[items.size()];
        Arrays.fill(weights, 1);
        double[] balanced = balanced(weights);
        Reliabilities bins = new Reliabilities();
        for (int i = 0; i < balanced.length; i++) {
            bins.add(items.get(i).score(), items.get(i).viral(), balanced[i]);
        }
        return bins.bins();
    }
}
