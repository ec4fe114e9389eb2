package org.virnuc.calling.confidence;

/**
 * The probability from which on records are called virus.
 *
 * @param from the lowest probability that is called virus
 * @param tooFew whether there were too few records to estimate a false discovery rate, so that each record has to be
 *     probable enough by itself
 */
public record Cut(double from, boolean tooFew) {
    private static final double ROUNDING = 1e-9;

    /**
     * The cut of a selection.
     *
     * @param tally all records of the run; read only if the selection limits the false discovery rate
     */
    public static Cut of(Selection selection, ProbabilityTally tally) {
        if (!selection.maxFalse().isPresent()) {
            return new Cut(selection.preset().from(), false);
        }
        double most = selection.maxFalse().getAsDouble();
        if (!tally.isEnough()) {
            return new Cut(1 - most, true);
        }
        return new Cut(tally.threshold(most).orElse(2), false);
    }

    /** Whether a probability in ten-thousandths is enough. */
    public boolean holds(int probability) {
        return Probability.value(probability) >= from - ROUNDING;
    }
}
