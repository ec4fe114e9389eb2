package org.virnuc.telemetry;

/**
 * The time covered by intervals that are told in the order of their ends: two calls side by side cover a second once. Intervals older
 * than the last few are closed, so memory stays bounded; a call that began before all of those counts from their end.
 */
final class BusyTime {
    private static final int OPEN = 64;

    /** Disjoint, in order; a ring of {@link #size} from {@link #first}. */
    private final long[] starts = new long[OPEN];

    private final long[] ends = new long[OPEN];
    private int first;
    private int size;
    private long closed;
    private long closedUntil;

    /** Adds a call of {@code nanos} that ended at {@code end}. */
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

    /** Nanoseconds covered. */
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
