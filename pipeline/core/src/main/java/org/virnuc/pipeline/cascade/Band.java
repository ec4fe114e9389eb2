package org.virnuc.pipeline.cascade;

/**
 * The chunks that the big model has to score: those of which the small model is no surer than this.
 *
 * @param lead the largest lead within, 0 to 1
 */
public record Band(float lead) {
    /** No chunk is without: no lead is larger than 1. */
    public static final Band EVERYTHING = new Band(1);

    /** Even where nothing differs, a chunk that the small model cannot tell goes to the big one. */
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
