package org.virnuc.models.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Puts sequences of similar length together: longest first, so that a device that is too small fails at once and the last
 * batches are small, and no batch above a budget of tokens, padding included.
 */
public final class BatchPlanner {

    private BatchPlanner() {}

    /**
     * The batches of a set of sequences; every sequence is in exactly one.
     *
     * @param lengths tokens of each sequence
     * @param budget most tokens of a batch; a longer sequence is a batch of its own
     * @return batches, the longest first
     */
    public static List<Batch> plan(int[] lengths, int budget) {
        Integer[] order = new Integer[lengths.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order, Comparator.comparingInt((Integer row) -> -lengths[row]).thenComparingInt(row -> row));
        List<Batch> batches = new ArrayList<>();
        int start = 0;
        while (start < order.length) {
            int length = lengths[order[start]];
            int rows = Math.min(Math.max(1, budget / Math.max(1, length)), order.length - start);
            int[] members = new int[rows];
            for (int i = 0; i < rows; i++) {
                members[i] = order[start + i];
            }
            batches.add(new Batch(members, length));
            start += rows;
        }
        return batches;
    }

    /** Rows that are computed together, and the length of the longest. */
    public static final class Batch {
        private final int[] rows;
        private final int length;

        Batch(int[] rows, int length) {
            this.rows = rows;
            this.length = length;
        }

        /** How many sequences. */
        public int size() {
            return rows.length;
        }

        /** The index of the i-th sequence. */
        public int row(int i) {
            return rows[i];
        }

        /** Tokens of the longest sequence. */
        public int length() {
            return length;
        }

        /** Tokens computed, padding included. */
        public long slots() {
            return (long) rows.length * length;
        }
    }
}
