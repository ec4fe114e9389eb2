package org.virnuc.calling;

/**
 * A viral stretch of a record.
 *
 * @param start its first base, from 0
 * @param end the base after its last
 * @param scoredChunks the scored chunks in it
 * @param score the mean of their best virus scores
 */
public record Region(long start, long end, int scoredChunks, double score) {
    public Region {
        if (start < 0 || end <= start || scoredChunks < 1) {
            throw new IllegalArgumentException(
                    "no region: " + start + " to " + end + " with " + scoredChunks + " scored chunks");
        }
    }

    /** In bases. */
    public long length() {
        return end - start;
    }
}
