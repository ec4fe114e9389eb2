package org.virnuc.telemetry;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The time covered by intervals that are told in the order of their ends: two calls side by side cover a second once. Intervals older
 * than the last few are closed, so memory stays bounded; a call that began before all of those counts from their end.
 */
final class BusyTime {
    private static final int OPEN = 64;

    /** Disjoint, the latest last; each is {start, end}. */
    private final Deque<long[]> open = new ArrayDeque<>();

    private long closed;
    private long closedUntil;

    /** Adds a call of {@code nanos} that ended at {@code end}. */
    void add(long end, long nanos) {
        long start = Math.max(closedUntil, end - nanos);
        if (end <= start) {
            return;
        }
        long until = end;
        while (!open.isEmpty() && open.getLast()[1] >= start) {
            long[] last = open.removeLast();
            start = Math.min(start, last[0]);
            until = Math.max(until, last[1]);
        }
        open.addLast(new long[] {start, until});
        if (open.size() > OPEN) {
            long[] oldest = open.removeFirst();
            closed += oldest[1] - oldest[0];
            closedUntil = oldest[1];
        }
    }

    /** Nanoseconds covered. */
    long nanos() {
        return closed + open.stream().mapToLong(i -> i[1] - i[0]).sum();
    }
}
