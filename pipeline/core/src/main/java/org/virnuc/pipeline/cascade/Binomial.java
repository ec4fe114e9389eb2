package org.virnuc.pipeline.cascade;

import org.apache.commons.statistics.distribution.BetaDistribution;

/** Exact binomial probabilities and confidence bounds, for any number of trials. */
final class Binomial {
    private Binomial() {}

    /** The probability of at most {@code most} hits in {@code trials}, each with probability {@code chance}. */
    static double atMost(long most, long trials, double chance) {
        if (most < 0) {
            return 0;
        }
        return most >= trials ? 1 : beta(most, trials).survivalProbability(chance);
    }

    /**
     * The largest number of hits in {@code trials} trials that shows, at this confidence, that the probability is at
     * most {@code chance}; -1 if even zero hits would not show it.
     */
    static long mostThatShow(double chance, long trials, double confidence) {
        long most = -1;
        while (most + 1 < trials && atMost(most + 1, trials, chance) <= 1 - confidence) {
            most++;
        }
        return most;
    }

    /** The one-sided upper confidence bound (Clopper-Pearson) of the probability after {@code hits} hits. */
    static double upper(long hits, long trials, double confidence) {
        return hits >= trials ? 1 : beta(hits, trials).inverseCumulativeProbability(confidence);
    }

    /** The distribution whose share above a chance is the probability, at that chance, of at most {@code hits} in {@code trials}. */
    private static BetaDistribution beta(long hits, long trials) {
        return BetaDistribution.of(hits + 1.0, (double) trials - hits);
    }
}
