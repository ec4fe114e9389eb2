package org.virnuc.training.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.virnuc.calling.accuracy.Accuracy;
import org.virnuc.calling.accuracy.LabelledScore;

/** What is called, and how much of it falsely, where half, a tenth and a hundredth of the input is viral. */
final class Prevalences {
    private static final double[] SHARES = {0.5, 0.1, 0.01};
    private static final double[] MOST_FALSE = {0.01, 0.05, 0.1};

    private final List<LabelledScore> scores = new ArrayList<>();

    /** Takes records that have a score. */
    Prevalences(List<ScoredRecord> records) {
        for (ScoredRecord record : records) {
            if (record.isScored()) {
                scores.add(new LabelledScore(record.value(), record.truth().viral(), record.cluster()));
            }
        }
        scores.sort(Comparator.comparingDouble(LabelledScore::score).reversed());
    }

    List<Evaluation.Prevalence> rows() {
        List<Evaluation.Prevalence> rows = new ArrayList<>();
        Accuracy accuracy = Accuracy.of(scores);
        if (accuracy.count(true) == 0 || accuracy.count(false) == 0) {
            return rows;
        }
        for (double share : SHARES) {
            Weights weights = new Weights(share, accuracy.count(true), accuracy.count(false));
            rows.add(row(share, "p >= 0.5", shifted(0.5, 1 - share), weights, accuracy));
            for (double most : MOST_FALSE) {
                rows.add(row(share, "at most " + most + " false", threshold(weights, most), weights, accuracy));
            }
        }
        return rows;
    }

    /** The weight of a record of each label, and probabilities for the share of viral ones. */
    private record Weights(double share, double viral, double host) {
        double of(LabelledScore score) {
            return score.viral() ? share / viral : (1 - share) / host;
        }

        double expectedFalse(LabelledScore score) {
            return 1 - shifted(score.score(), share);
        }
    }

    /** A probability for even shares as one for another share of viral records. */
    private static double shifted(double probability, double share) {
        double viral = probability * share;
        double host = (1 - probability) * (1 - share);
        return viral + host == 0 ? 0 : viral / (viral + host);
    }

    /** The least score down to which at most a share of the called is expected to be false; infinite if there is none. */
    private double threshold(Weights weights, double most) {
        double threshold = Double.POSITIVE_INFINITY;
        double wrong = 0;
        double all = 0;
        for (int i = 0; i < scores.size(); i++) {
            LabelledScore score = scores.get(i);
            wrong += weights.of(score) * weights.expectedFalse(score);
            all += weights.of(score);
            boolean last = i + 1 == scores.size() || scores.get(i + 1).score() < score.score();
            if (last && wrong / all <= most) {
                threshold = score.score();
            }
        }
        return threshold;
    }

    private Evaluation.Prevalence row(double share, String rule, double threshold, Weights weights, Accuracy accuracy) {
        double wrong = 0;
        double all = 0;
        for (LabelledScore score : scores) {
            if (score.score() >= threshold) {
                wrong += weights.of(score) * weights.expectedFalse(score);
                all += weights.of(score);
            }
        }
        return new Evaluation.Prevalence(
                share,
                rule,
                accuracy.sensitivity(threshold).value(),
                all == 0 ? Double.NaN : wrong / all,
                accuracy.falseDiscoveryRate(threshold, share));
    }
}
