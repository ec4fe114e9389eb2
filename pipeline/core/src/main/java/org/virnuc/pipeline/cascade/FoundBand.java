package org.virnuc.pipeline.cascade;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A band, and what it was found from.
 *
 * @param band which chunks go to the big model
 * @param widened whether the checking half asked for a wider one than the setting half
 * @param setting the half that set it
 * @param checking the half that checked it
 */
public record FoundBand(Band band, boolean widened, Half setting, Half checking) {
    /** Without a sample everything goes to the big model. */
    public static final FoundBand EVERYTHING =
            new FoundBand(Band.EVERYTHING, false, Half.of(0, 0, 0), Half.of(0, 0, 0));

    /**
     * One half of the sample.
     *
     * @param chunks how many
     * @param differing of which the two models give another label
     * @param outside of those that lie outside the band, so that the small model would decide
     * @param atMost the share of all chunks that differs outside the band is at most this, with 95 % confidence by this half alone
     */
    public record Half(
            @JsonProperty("chunks") long chunks,
            @JsonProperty("differing") long differing,
            @JsonProperty("differing_outside") long outside,
            @JsonProperty("differing_outside_at_most") double atMost) {
        static Half of(long chunks, long differing, long outside) {
            return new Half(
                    chunks,
                    differing,
                    outside,
                    chunks == 0 ? 1 : Binomial.upper(outside, chunks, SampleSize.CONFIDENCE));
        }

        /** The share with the same label, were the band used for these chunks. */
        @JsonIgnore
        public double agreement() {
            return chunks == 0 ? 1 : 1 - (double) outside / chunks;
        }
    }
}
