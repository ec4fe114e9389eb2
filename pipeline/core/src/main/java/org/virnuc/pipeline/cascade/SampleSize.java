package org.virnuc.pipeline.cascade;

/**
 * How many chunks both models score to set the band. In either half at least so many that none with another label shows the agreement; a
 * tenth of the chunks where that is more, because then a few may differ and the band gets narrower; and no more than
 * bring anything.
 */
public final class SampleSize {
    /** How sure it is that no more chunks differ than allowed. */
    public static final double CONFIDENCE = 0.95;

    private static final int SHARE = 10;
    /** Chunks with another label to expect in a half of the largest sample, were as many to differ as may. */
    private static final int MOST_EXPECTED = 20;

    private SampleSize() {}

    /**
     * The chunks of both halves together.
     *
     * @param scored chunks of the input that have frames
     * @return 0 where a sample could not be less than half of them, so that scoring all with the big model is cheaper
     */
    public static long of(long scored, CascadeOptions options) {
        double mayDiffer = options.mayDiffer();
        if (mayDiffer <= 0) {
            return 0;
        }
        long least = 2 * leastOfHalf(mayDiffer);
        if (2 * least > scored) {
            return 0;
        }
        long most = Math.max(least, 2 * (long) Math.ceil(MOST_EXPECTED / mayDiffer));
        return Math.max(least, Math.min(most, scored / SHARE));
    }

    /** The fewest scored chunks that an input must have for a sample to be drawn. */
    public static long leastScored(CascadeOptions options) {
        return 4 * leastOfHalf(options.mayDiffer());
    }

    /** So many that agree without exception show the agreement. */
    private static long leastOfHalf(double mayDiffer) {
        return (long) Math.ceil(Math.log(1 - CONFIDENCE) / Math.log1p(-mayDiffer));
    }
}
