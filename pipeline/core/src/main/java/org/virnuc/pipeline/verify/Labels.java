package org.virnuc.pipeline.verify;

/**
 * Labels of the same things by two settings.
 *
 * @param all how many there are
 * @param differing how many have another label
 */
public record Labels(long all, long differing) {
    /** The quantile of the normal distribution that leaves 2.5 % on each side. */
    private static final double Z = 1.959964;

    public Labels {
        if (differing < 0 || differing > all) {
            throw new IllegalArgumentException(differing + " of " + all + " cannot differ");
        }
    }

    /** The share with the same label; 1 where there is nothing. */
    public double agreement() {
        return all == 0 ? 1 : (all - differing) / (double) all;
    }

    /** The lower end of the 95 % interval (Wilson) of the agreement on all data that the sample is drawn from. */
    public double low() {
        return all == 0 ? 0 : Math.max(0, centre() - reach());
    }

    /** The upper end of it. */
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
