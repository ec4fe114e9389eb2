package org.virnuc.pipeline.cascade;

/**
 * The chunks that the big model of a cascade has to score, because the small model's lead is at most a limit. A chunk's
 * lead is the difference between its two scores, which is twice the distance of its probability from 0.5.
 *
 * @param lead largest lead inside the band, 0 to 1
 */
public record Band(float lead) {
    /** Contains every chunk, because no lead exceeds 1. */
    public static final Band EVERYTHING = new Band(1);

    /** Contains only chunks that the small model cannot decide; these go to the big model even if no labels differ. */
    static final Band LEAST = new Band(0);

    public Band {
        if (!(lead >= 0 && lead <= 1)) {
            throw new IllegalArgumentException("a band up to a lead of " + lead);
        }
    }

    /** Whether a chunk with this lead goes to the big model. */
    public boolean contains(float other) {
        return other <= lead;
    }
}
