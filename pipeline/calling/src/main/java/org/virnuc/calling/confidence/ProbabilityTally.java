package org.virnuc.calling.confidence;

import java.util.OptionalDouble;

/**
 * Counts records by probability, from which the expected false discovery rate at every threshold follows. Its size does
 * not depend on the input.
 */
public final class ProbabilityTally {
    /**
     * The minimum number of records for a false discovery rate. With a true rate of 10 %, the observed share varies by
     * chance by 3 percentage points among 100 records, and by 7 among 20.
     */
    public static final int LEAST_RECORDS = 100;

    private final long[] counts = new long[Probability.ONE + 1];
    private long records;

    /** Adds a record; one without a probability does not count. */
    public void add(int probability) {
        if (probability == Probability.NONE) {
            return;
        }
        counts[probability]++;
        records++;
    }

    /** The number of records with a probability. */
    public long records() {
        return records;
    }

    /** Whether there are enough records for a false discovery rate to mean anything. */
    public boolean isEnough() {
        return records >= LEAST_RECORDS;
    }

    /** The expected share of false calls among the records at or above each probability. */
    public double[] falseDiscovery() {
        double[] rates = new double[counts.length];
        double missing = 0;
        long above = 0;
        for (int p = Probability.ONE; p >= 0; p--) {
            missing += counts[p] * (1 - Probability.value(p));
            above += counts[p];
            rates[p] = above == 0 ? 0 : missing / above;
        }
        return rates;
    }

    /** The lowest probability down to which the rate does not exceed {@code mostFalse}; empty if there is none. */
    OptionalDouble threshold(double mostFalse) {
        double[] rates = falseDiscovery();
        int best = -1;
        for (int p = Probability.ONE; p >= 0; p--) {
            if (counts[p] > 0) {
                if (rates[p] > mostFalse) {
                    break;
                }
                best = p;
            }
        }
        return best < 0 ? OptionalDouble.empty() : OptionalDouble.of(Probability.value(best));
    }
}
