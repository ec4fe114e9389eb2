package org.virnuc.calling;

import java.util.Arrays;

/** Scores of a record's chunks from one fallback source. The object is reused for the next record. */
final class FallbackScores {
    private static final float NO_SCORE = -1;

    private float[] others = {};
    private float[] virus = {};
    private int from;
    private int count;

    /** Forgets all scores. */
    void clear() {
        Arrays.fill(virus, 0, from, NO_SCORE);
        from = 0;
        count = 0;
    }

    /** Sets the scores of a chunk that has none yet. */
    void add(int chunk, float scoreOthers, float scoreVirus) {
        if (chunk >= virus.length) {
            int more = Math.max(64, Math.multiplyExact(chunk, 2));
            int known = virus.length;
            others = Arrays.copyOf(others, more);
            virus = Arrays.copyOf(virus, more);
            Arrays.fill(virus, known, more, NO_SCORE);
        }
        others[chunk] = scoreOthers;
        virus[chunk] = scoreVirus;
        from = chunk + 1;
        count++;
    }

    boolean has(int chunk) {
        return chunk < from && virus[chunk] != NO_SCORE;
    }

    /** The score for others; call it only for a chunk that has one. */
    float others(int chunk) {
        return others[chunk];
    }

    /** The score for virus; call it only for a chunk that has one. */
    float virus(int chunk) {
        return virus[chunk];
    }

    /** The number of chunks with a score from this source. */
    int count() {
        return count;
    }

    /** The number of chunks that are virus by this score; a tie is virus. */
    int virusCount() {
        int viral = 0;
        for (int chunk = 0; chunk < from; chunk++) {
            viral += has(chunk) && virus[chunk] >= others[chunk] ? 1 : 0;
        }
        return viral;
    }
}
