package org.virnuc.pipeline.cascade;

import java.util.SplittableRandom;

/**
 * Draws a random sample from the scored chunks in one pass and divides it at random into two halves. Every subset of
 * the requested size is equally likely, the draw is the same for the same input, and a chunk's content has no influence
 * on it.
 */
public final class ChunkSampleDraw {
    private static final long SEED = 20_261_124;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private long left;
    private long wanted;
    private long setting;

    /** The purpose for which a chunk was drawn. */
    public enum Half {
        /** The chunk is not in the sample. */
        NONE,
        /** The chunk's scores by both models set the band. */
        SETTING,
        /** The chunk's scores by both models check the band. */
        CHECKING
    }

    /** Creates a draw of {@code sample} out of {@code scored} chunks. */
    public ChunkSampleDraw(long scored, long sample) {
        if (sample < 0 || sample > scored) {
            throw new IllegalArgumentException("a sample of " + sample + " out of " + scored + " chunks");
        }
        this.left = scored;
        this.wanted = sample;
        this.setting = sample - sample / 2;
    }

    /** The purpose of the next scored chunk. */
    public Half next() {
        if (left == 0) {
            throw new IllegalStateException("there are more scored chunks than were counted; run again with `force`");
        }
        boolean drawn = random.nextLong(left--) < wanted;
        if (!drawn) {
            return Half.NONE;
        }
        boolean first = random.nextLong(wanted--) < setting;
        setting -= first ? 1 : 0;
        return first ? Half.SETTING : Half.CHECKING;
    }
}
