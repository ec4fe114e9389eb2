package org.virnuc.calling.confidence;

import java.util.OptionalDouble;

/**
 * How many records have which probability, in ten-thousandths: enough to tell, for every threshold, which share of the records
 * at and above it is expected to be false. Its size does not depend on the input.
 */
public final class ProbabilityTally {
    /**
     * A share of fewer records than this says little: of 100 records with a tenth of them false the share that is seen varies
     * by 3 in 100 from chance alone, of 20 by 7.
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

    /** The records with a probability. */
    public long records() {
        return records;
    }

    /** Whether there are enough records for a false discovery rate to mean anything. */
    public boolean isEnough() {
        return records >= LEAST_RECORDS;
    }

    /** For every probability the expected share of false ones among the records at and above it. */
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

    /** The lowest probability with that rate or a lower one, counting down from the top; empty where no record has. */
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
