package org.virnuc.pipeline.cascade;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A band and the figures it was derived from.
 *
 * @param band selects the chunks that go to the big model
 * @param widened whether the checking half required a wider band than the setting half
 * @param setting the half that set the band
 * @param checking the half that checked it
 */
public record FoundBand(Band band, boolean widened, Half setting, Half checking) {
    /** The result without a sample: every chunk goes to the big model. */
    public static final FoundBand EVERYTHING =
            new FoundBand(Band.EVERYTHING, false, Half.of(0, 0, 0), Half.of(0, 0, 0));

    /**
     * One half of the sample.
     *
     * @param chunks number of chunks
     * @param differing number of chunks to which the models give different labels
     * @param outside number of differing chunks outside the band, where the small model decides
     * @param atMost upper bound of the share of all chunks that differ outside the band, with 95 % confidence by this
     *     half alone
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
                    chunks == 0 ? 1 : Binomial.upper(outside, chunks, ChunkSampleSize.CONFIDENCE));
        }

        /** The share of chunks with equal labels if the band is applied to them. */
        @JsonIgnore
        public double agreement() {
            return chunks == 0 ? 1 : 1 - (double) outside / chunks;
        }
    }
}
