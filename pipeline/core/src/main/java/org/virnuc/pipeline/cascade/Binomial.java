package org.virnuc.pipeline.cascade;

/** Exact binomial probabilities and confidence bounds, for any number of trials. */
final class Binomial {
    private static final int STEPS = 60;

    private Binomial() {}

    /** The probability of at most {@code most} hits in {@code trials}, each with probability {@code chance}. */
    static double atMost(long most, long trials, double chance) {
        if (most < 0) {
            return 0;
        }
        if (most >= trials || chance <= 0) {
            return 1;
        }
        if (chance >= 1) {
            return 0;
        }
        double odds = Math.log(chance) - Math.log1p(-chance);
        double term = trials * Math.log1p(-chance);
        double sum = Math.exp(term);
        for (long hits = 1; hits <= most; hits++) {
            term += Math.log((double) (trials - hits + 1) / hits) + odds;
            sum += Math.exp(term);
        }
        return Math.min(1, sum);
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
        if (hits >= trials) {
            return 1;
        }
        double low = (double) hits / trials;
        double high = 1;
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (atMost(hits, trials, middle) > 1 - confidence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
