package org.virnuc.pipeline.cascade;

import java.util.SplittableRandom;

/**
 * Draws the sample from the scored chunks as they pass: exactly as many as wanted, every set of them as likely as any other, halved in the
 * same way; always the same ones of the same input. Nothing of a chunk has an influence.
 */
public final class SampleDraw {
    private static final long SEED = 20_261_124;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private long left;
    private long wanted;
    private long setting;

    /** What a chunk was drawn for. */
    public enum Half {
        /** It is not in the sample. */
        NONE,
        /** Its scores by both models set the band. */
        SETTING,
        /** They check it. */
        CHECKING
    }

    /** Draws {@code sample} of {@code scored} chunks. */
    public SampleDraw(long scored, long sample) {
        if (sample < 0 || sample > scored) {
            throw new IllegalArgumentException("a sample of " + sample + " out of " + scored + " chunks");
        }
        this.left = scored;
        this.wanted = sample;
        this.setting = sample - sample / 2;
    }

    /** What the next scored chunk is drawn for. */
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
