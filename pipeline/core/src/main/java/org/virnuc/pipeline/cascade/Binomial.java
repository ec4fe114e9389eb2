package org.virnuc.pipeline.cascade;

import org.apache.commons.statistics.distribution.BetaDistribution;

/** How often something of a known probability happens, and what its probability may be once it was counted; exact, at any size. */
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
     * The most hits in {@code trials} trials that still show, with this confidence, that the probability is at most {@code chance}; -1 where
     * not even none would.
     */
    static long mostThatShow(double chance, long trials, double confidence) {
        long most = -1;
        while (most + 1 < trials && atMost(most + 1, trials, chance) <= 1 - confidence) {
            most++;
        }
        return most;
    }

    /** The one-sided upper bound of the probability (Clopper and Pearson) after {@code hits} hits. */
    static double upper(long hits, long trials, double confidence) {
        return hits >= trials ? 1 : beta(hits, trials).inverseCumulativeProbability(confidence);
    }

    /** The distribution whose share above a chance is the probability, at that chance, of at most {@code hits} in {@code trials}. */
    private static BetaDistribution beta(long hits, long trials) {
        return BetaDistribution.of(hits + 1.0, (double) trials - hits);
    }
}
