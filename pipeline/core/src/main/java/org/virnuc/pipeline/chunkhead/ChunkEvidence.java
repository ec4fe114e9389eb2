package org.virnuc.pipeline.chunkhead;

import java.util.List;

/**
 * What the encoders and heads of a model say of one chunk.
 *
 * @param letters of the chunk
 * @param stretches its longest stop-free stretches, the longest first; frames without a stop are among them
 * @param dna the DNA encoder's vector of the whole chunk
 * @param dnaOnly the scores of the DNA-only head for that vector
 */
public record ChunkEvidence(String letters, List<Stretch> stretches, Vector dna, Scores dnaOnly) {

    public ChunkEvidence {
        stretches = List.copyOf(stretches);
    }

    /**
     * One stop-free stretch.
     *
     * @param nucleotides its codons, and the base that follows them if there is one
     * @param residues its length
     * @param whole whether it is a whole frame
     * @param scores of the head
     */
    public record Stretch(String nucleotides, int residues, boolean whole, Scores scores, Vector dna, Vector protein) {}

    /** Scores of a head, which add up to 1. */
    public record Scores(float others, float virus) {
        private static final double MOST = 12;

        /** The logarithm of the odds of virus, cut off where scores of float32 say no more. */
        double logOdds() {
            double free = Math.log((double) virus / others);
            return Math.max(-MOST, Math.min(MOST, free));
        }
    }

    /** Some numbers in a row of a matrix. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Vector(float[] matrix, int from, int length) {
        float at(int i) {
            return matrix[from + i];
        }
    }
}
