package org.virnuc.telemetry;

/**
 * Measures the time during which at least one call was running: two concurrent calls cover a second only once. Calls
 * must be added in the order in which they end. Memory is bounded, because only the last 64 intervals stay open: of a
 * call that reaches back further, only the part after the closed intervals is added.
 */
final class BusyTime {
    private static final int OPEN = 64;

    /** Disjoint intervals in ascending order: a ring buffer of {@link #size} elements that starts at {@link #first}. */
    private final long[] starts = new long[OPEN];

    private final long[] ends = new long[OPEN];
    private int first;
    private int size;
    private long closed;
    private long closedUntil;

    /** Adds a call that took {@code nanos} and ended at {@code end}, both in nanoseconds. */
    void add(long end, long nanos) {
        long start = Math.max(closedUntil, end - nanos);
        if (end <= start) {
            return;
        }
        long until = end;
        while (size > 0 && ends[place(size - 1)] >= start) {
            int last = place(size - 1);
            start = Math.min(start, starts[last]);
            until = Math.max(until, ends[last]);
            size--;
        }
        if (size == OPEN) {
            closed += ends[first] - starts[first];
            closedUntil = ends[first];
            first = place(1);
            size--;
        }
        starts[place(size)] = start;
        ends[place(size)] = until;
        size++;
    }

    /** Returns the time covered so far, in nanoseconds. */
    long nanos() {
        long sum = closed;
        for (int i = 0; i < size; i++) {
            sum += ends[place(i)] - starts[place(i)];
        }
        return sum;
    }

    private int place(int number) {
        return (first + number) % OPEN;
    }
}
