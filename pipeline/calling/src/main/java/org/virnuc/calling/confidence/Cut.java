package org.virnuc.calling.confidence;

/**
 * From which probability on records are called virus.
 *
 * @param from the lowest
 * @param tooFew whether there were too few records for a rate of false discoveries, so that each must be as probable by itself
 */
public record Cut(double from, boolean tooFew) {
    private static final double ROUNDING = 1e-9;

    /** Whether a probability in ten-thousandths is enough. */
    public boolean holds(int probability) {
        return Probability.value(probability) >= from - ROUNDING;
    }
}
