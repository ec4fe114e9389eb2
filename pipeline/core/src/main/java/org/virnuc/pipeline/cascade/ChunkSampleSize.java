package org.virnuc.pipeline.cascade;

/**
 * Computes how many chunks both models score to set the band. Each half has at least as many chunks as are needed to
 * show the agreement if none differs. It has a tenth of the chunks if that is more, which allows some to differ and
 * gives a narrower band, but never more than is useful.
 */
public final class ChunkSampleSize {
    /** The confidence that no more chunks differ than allowed. */
    public static final double CONFIDENCE = 0.95;

    private static final int SHARE = 10;
    /** The expected number of differing chunks in a half of the largest sample, if as many differ as allowed. */
    private static final int MOST_EXPECTED = 20;

    private ChunkSampleSize() {}

    /**
     * The number of chunks in both halves together.
     *
     * @param scored number of chunks with frames in the input
     * @return 0 if the sample would be more than half of them, in which case scoring all with the big model is cheaper
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

    /** The fewest scored chunks for which a sample is drawn. */
    public static long leastScored(CascadeOptions options) {
        return 4 * leastOfHalf(options.mayDiffer());
    }

    /** The number of agreeing chunks that shows the agreement if none differs. */
    private static long leastOfHalf(double mayDiffer) {
        return (long) Math.ceil(Math.log(1 - CONFIDENCE) / Math.log1p(-mayDiffer));
    }
}
