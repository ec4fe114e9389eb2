package org.virnuc.models.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Puts sequences of similar length together: longest first, so that a device that is too small fails at once and the last
 * batches are small. What comes out follows from the sequences alone, not from devices or time.
 */
public final class BatchPlanner {
    /** Share of padding at which a batch ends early, unless it were too small. */
    private static final double MOST_PADDING = 0.01;

    private BatchPlanner() {}

    /**
     * The batches of a set of sequences; every sequence is in exactly one.
     *
     * @param lengths tokens of each sequence
     * @param sizes most tokens of a batch; a longer sequence is a batch of its own
     * @param followedBy how many sequences of such lengths will be planned later
     * @return batches, the longest first
     */
    public static List<Batch> plan(int[] lengths, BatchSizes sizes, long followedBy) {
        Integer[] order = new Integer[lengths.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order, Comparator.comparingInt((Integer row) -> -lengths[row]).thenComparingInt(row -> row));
        long here = Arrays.stream(lengths).asLongStream().sum();
        long left = here + (lengths.length == 0 ? 0 : Math.round((double) here / lengths.length * followedBy));
        List<Batch> batches = new ArrayList<>();
        int start = 0;
        while (start < order.length) {
            int length = lengths[order[start]];
            int limit = Math.max(1, sizes.next(left) / Math.max(1, length));
            int end = start;
            long tokens = 0;
            while (end < order.length
                    && end - start < limit
                    && fits(end - start, length, tokens, lengths[order[end]], sizes.least())) {
                tokens += lengths[order[end++]];
            }
            batches.add(new Batch(rows(order, start, end), length));
            left -= tokens;
            start = end;
        }
        return batches;
    }

    /** Whether one more row belongs into a batch: it pads little, or the batch would be too small without it. */
    private static boolean fits(int rows, int length, long tokens, int next, int least) {
        long slots = (long) (rows + 1) * length;
        return slots - tokens - next <= MOST_PADDING * slots || (long) rows * length < least;
    }

    private static int[] rows(Integer[] order, int start, int end) {
        int[] rows = new int[end - start];
        Arrays.setAll(rows, i -> order[start + i]);
        return rows;
    }

    /** Rows that are computed together, and the length that they are padded to. */
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

        /** Tokens of a row, padding included. */
        public int length() {
            return length;
        }

        /** Tokens computed, padding included. */
        public long slots() {
            return (long) rows.length * length;
        }

        /** Both halves of a batch of two rows or more, padded as the whole, so that a row's own numbers stay. */
        List<Batch> halves() {
            int middle = (rows.length + 1) / 2;
            return List.of(
                    new Batch(Arrays.copyOfRange(rows, 0, middle), length),
                    new Batch(Arrays.copyOfRange(rows, middle, rows.length), length));
        }
    }
}
