package org.virnuc.models.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Groups sequences of similar length into batches. The longest come first, so that a device with too little memory
 * fails immediately and the last batches are small. The result depends on the sequences alone, not on devices or
 * timing.
 */
public final class BatchPlanner {
    /** Fraction of padding above which a batch ends early, unless it would be too small. */
    private static final double MOST_PADDING = 0.01;

    private BatchPlanner() {}

    /**
     * Plans the batches of a set of sequences; every sequence is in exactly one batch.
     *
     * @param lengths tokens of each sequence
     * @param sizes limits of tokens per batch; a sequence longer than the limit gets a batch of its own
     * @param followedBy number of sequences of similar lengths that will be planned later
     * @return the batches, the longest first
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

    /** Whether another row fits into a batch: it adds little padding, or the batch would be too small without it. */
    private static boolean fits(int rows, int length, long tokens, int next, int least) {
        long slots = (long) (rows + 1) * length;
        return slots - tokens - next <= MOST_PADDING * slots || (long) rows * length < least;
    }

    private static int[] rows(Integer[] order, int start, int end) {
        int[] rows = new int[end - start];
        Arrays.setAll(rows, i -> order[start + i]);
        return rows;
    }

    /** Rows that are computed together, and the length they are padded to. */
    public static final class Batch {
        private final int[] rows;
        private final int length;

        Batch(int[] rows, int length) {
            this.rows = rows;
            this.length = length;
        }

        /** The number of sequences. */
        public int size() {
            return rows.length;
        }

        /** The index of the batch's i-th sequence among those that were planned. */
        public int row(int i) {
            return rows[i];
        }

        /** Tokens per row, padding included. */
        public int length() {
            return length;
        }

        /** Tokens computed for the whole batch, padding included. */
        public long slots() {
            return (long) rows.length * length;
        }

        /**
         * Splits a batch of at least two rows. Both halves keep the padding of the whole, so that each row gets the
         * same numbers.
         */
        List<Batch> halves() {
            int middle = (rows.length + 1) / 2;
            return List.of(
                    new Batch(Arrays.copyOfRange(rows, 0, middle), length),
                    new Batch(Arrays.copyOfRange(rows, middle, rows.length), length));
        }
    }
}
