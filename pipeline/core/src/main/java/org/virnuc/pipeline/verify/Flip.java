package org.virnuc.pipeline.verify;

import org.virnuc.pipeline.run.ChunkSample;

/**
 * A frame or a chunk whose label is another.
 *
 * @param place which chunk of the input
 * @param frame such as {@code F1}; empty for the consensus of the chunk
 * @param reference its scores in the reference
 * @param fast its scores in the fast setting
 */
public record Flip(ChunkSample.Place place, String frame, Scores reference, Scores fast) {

    /** Two scores: of a frame, or the best of a chunk. */
    public record Scores(float others, float virus) {
        /** How far a label is from being the other one: half the difference, which for a frame is its distance from 0.5. */
        public double margin() {
            return Math.abs((double) virus - others) / 2;
        }
    }

    /** The larger of both margins: a flip far from a tie is not rounding. */
    public double margin() {
        return Math.max(reference.margin(), fast.margin());
    }
}
