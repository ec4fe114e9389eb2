package org.virnuc.pipeline.verify;

/**
 * Counts how often two settings assign the same label.
 *
 * @param all number of compared items
 * @param differing number of items with a different label
 */
public record LabelCounts(long all, long differing) {
    /** The quantile of the normal distribution that leaves 2.5 % on each side. */
    private static final double Z = 1.959964;

    public LabelCounts {
        if (differing < 0 || differing > all) {
            throw new IllegalArgumentException(differing + " of " + all + " cannot differ");
        }
    }

    /** The share of items with equal labels; 1 if there are none. */
    public double agreement() {
        return all == 0 ? 1 : (all - differing) / (double) all;
    }

    /** The lower bound of the 95 % Wilson interval for the agreement on all data that the sample was drawn from. */
    public double low() {
        return all == 0 ? 0 : Math.max(0, centre() - reach());
    }

    /** The upper bound of the 95 % Wilson interval for the agreement on all data that the sample was drawn from. */
    public double high() {
        return all == 0 ? 1 : Math.min(1, centre() + reach());
    }

    private double centre() {
        return (agreement() + Z * Z / (2 * all)) / (1 + Z * Z / all);
    }

    private double reach() {
        double spread = agreement() * (1 - agreement()) / all + Z * Z / (4.0 * all * all);
        return Z * Math.sqrt(spread) / (1 + Z * Z / all);
    }
}
