package org.virnuc.pipeline.verify;

import org.virnuc.pipeline.run.ChunkSample;

/**
 * A frame or chunk with a different label in two settings.
 *
 * @param place position of the chunk in the input
 * @param frame such as {@code F1}; empty for the consensus of the chunk
 * @param reference scores in the reference setting
 * @param fast scores in the fast setting
 */
public record Flip(ChunkSample.Place place, String frame, Scores reference, Scores fast) {

    /** The two class scores of a frame, or the best ones of a chunk. */
    public record Scores(float others, float virus) {
        /**
         * The distance to the other label: half the difference of the scores, which for a frame is its distance from
         * 0.5.
         */
        public double margin() {
            return Math.abs((double) virus - others) / 2;
        }
    }

    /** The larger of both margins. A flip far from a tie is not a rounding effect. */
    public double margin() {
        return Math.max(reference.margin(), fast.margin());
    }
}
