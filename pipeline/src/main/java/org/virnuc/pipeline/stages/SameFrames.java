package org.virnuc.pipeline.stages;

import java.io.IOException;

/**
 * For each row the one whose scores are its own: the first with the same nucleotides, where that has the same protein too. It need not:
 * a codon with an ambiguous base yields no residue, and the nucleotides kept with a frame are as many codons as its protein has
 * residues, so that two proteins may differ in what lies beyond.
 */
final class SameFrames implements AutoCloseable {
    private final Duplicates nucleotides;
    private final Duplicates proteins;

    SameFrames(SequenceShards nucleotides, SequenceShards proteins) throws IOException {
        this.nucleotides = nucleotides.duplicates();
        this.proteins = proteins.duplicates();
    }

    /** That row; {@code row} itself where none is earlier, or its first has another protein. */
    long firstOf(long row) {
        long first = nucleotides.firstOf(row);
        return proteins.firstOf(first) == proteins.firstOf(row) ? first : row;
    }

    @Override
    public void close() {
        nucleotides.close();
        proteins.close();
    }
}
