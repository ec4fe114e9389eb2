package org.virnuc.pipeline.chunkhead;

import org.virnuc.pipeline.chunkhead.ChunkEvidence.Stretch;

/**
 * How often codons occur in a stretch, and junctions: the last base of a codon with the first of the next. A stretch has no
 * letters other than A, C, G and T.
 */
final class Codons {
    private static final int CODON = 3;
    private static final int CODONS = Bases.COUNT * Bases.COUNT * Bases.COUNT;
    private static final int JUNCTIONS = Bases.COUNT * Bases.COUNT;

    /** The numbers of one stretch. */
    static final int WIDTH = CODONS + JUNCTIONS;

    private Codons() {}

    /** The square roots of the frequencies of the 64 codons, then of the 16 junctions. */
    static float[] roots(Stretch stretch) {
        int[] counts = new int[WIDTH];
        String letters = stretch.nucleotides();
        for (int i = 0; i < stretch.residues(); i++) {
            int from = CODON * i;
            counts[Bases.number(letters, from, from + CODON)]++;
            if (i > 0) {
                counts[CODONS + Bases.number(letters, from - 1, from + 1)]++;
            }
        }
        float[] roots = new float[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            int all = i < CODONS ? stretch.residues() : stretch.residues() - 1;
            roots[i] = (float) Math.sqrt((double) counts[i] / Math.max(1, all));
        }
        return roots;
    }
}
