package org.virnuc.pipeline.stages;

import java.io.IOException;

/**
 * Finds the row that shares its scores with a given row: the first with the same nucleotides, if it also has the same
 * protein. The proteins can differ: a codon with an ambiguous base yields no residue, and a frame keeps as many codons
 * as its protein has residues.
 */
final class SameFrames implements AutoCloseable {
    private final Window nucleotides;
    private final Window proteins;

    SameFrames(SequenceShards nucleotides, SequenceShards proteins) throws IOException {
        Duplicates first = nucleotides.duplicates();
        try {
            this.proteins = new Window(proteins.duplicates());
        } catch (IOException | RuntimeException e) {
            first.close();
            throw e;
        }
        this.nucleotides = new Window(first);
    }

    /**
     * The first row with the same scores; {@code row} itself if there is no earlier one. Fastest if rows are requested
     * in order.
     */
    long firstOf(long row) throws IOException {
        long first = nucleotides.firstOf(row);
        if (first == row) {
            return row;
        }
        return proteins.table.firstOf(first, 1)[0] == proteins.firstOf(row) ? first : row;
    }

    @Override
    public void close() throws IOException {
        try {
            nucleotides.table.close();
        } finally {
            proteins.table.close();
        }
    }

    /** Some rows of a table, read together. */
    private static final class Window {
        private static final int ROWS = 1 << 13;

        private final Duplicates table;
        private long from;
        private long[] rows = {};

        Window(Duplicates table) {
            this.table = table;
        }

        long firstOf(long row) throws IOException {
            if (row < from || row >= from + rows.length) {
                from = row;
                rows = table.firstOf(row, (int) Math.min(ROWS, table.rows() - row));
            }
            return rows[(int) (row - from)];
        }
    }
}
