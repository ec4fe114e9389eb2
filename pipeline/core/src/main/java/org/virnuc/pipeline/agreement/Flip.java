package org.virnuc.pipeline.agreement;

/**
 * A frame or a chunk whose label is another.
 *
 * @param place which chunk of the input
 * @param frame such as {@code F1}; empty for the consensus of the chunk
 * @param reference its scores in the reference
 * @param fast its scores in the fast setting
 */
public record Flip(Place place, String frame, Scores reference, Scores fast) {

    /**
     * Where a chunk of the sample stands in the input.
     *
     * @param record number of the record over all inputs, from 1
     * @param chunk its number in the record, from 1
     * @param id the chunk's id, each byte a character
     */
    public record Place(long record, long chunk, String id) {}

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
