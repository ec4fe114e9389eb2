package org.virnuc.training.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.virnuc.calling.RecordResult;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.calling.confidence.TruthLabels.Truth;

/**
 * A labelled record with what a run says of it and of its chunks.
 *
 * @param values of each chunk from 0 to 1, the probability of virus where the model is calibrated; not a number where a
 *     chunk has no score
 * @param byFrames whether a chunk's value is by its open reading frames
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ScoredRecord(Truth truth, RecordResult result, double[] values, boolean[] byFrames) {

    static ScoredRecord of(Truth truth, RecordResult result) {
        double[] values = new double[(int) result.chunks().all()];
        Arrays.fill(values, Double.NaN);
        return new ScoredRecord(truth, result, values, new boolean[values.length]);
    }

    /** The mean values of consecutive windows of {@code chunks} chunks, over those that are scored. */
    List<Double> stretches(int chunks) {
        List<Double> means = new ArrayList<>();
        for (int from = 0; from + chunks <= values.length; from += chunks) {
            mean(from, from + chunks).ifPresent(means::add);
        }
        return means;
    }

    private OptionalDouble mean(int from, int to) {
        return Arrays.stream(values, from, to)
                .filter(value -> !Double.isNaN(value))
                .average();
    }

    /** The record's probability, or the mean value of its chunks, or 0.5 if it has no score. */
    double value() {
        OptionalDouble probability = result.scores().probability();
        return probability.isPresent()
                ? probability.getAsDouble()
                : mean(0, values.length).orElse(0.5);
    }

    /** Whether any chunk has a score. */
    boolean isScored() {
        return mean(0, values.length).isPresent();
    }

    /** Whether the call of the record is right; a record without a call counts as wrong. */
    boolean isRight() {
        return result.call().equals((truth.viral() ? RecordVerdict.VIRUS : RecordVerdict.OTHERS).word());
    }

    /** The cluster of the record. Viral and host records never share one, even if their clusters have the same name. */
    String cluster() {
        return (truth.viral() ? "viral " : "host ") + truth.cluster();
    }
}
