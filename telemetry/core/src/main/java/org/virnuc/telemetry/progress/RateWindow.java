package org.virnuc.telemetry.progress;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Computes items per second over the last minute. Recent speed predicts the remaining time better than the average
 * since a slow start.
 */
final class RateWindow {
    private static final long SPAN = TimeUnit.SECONDS.toNanos(60);
    private static final long STEP = TimeUnit.SECONDS.toNanos(1);

    private final Deque<Reading> readings = new ArrayDeque<>();

    RateWindow(long now) {
        readings.add(new Reading(now, 0));
    }

    void add(long now, long done) {
        if (now - readings.getLast().nanos >= STEP) {
            readings.add(new Reading(now, done));
        }
        // One reading older than the window is kept, so that the window is always covered.
        while (readings.size() > 2 && now - readings.getFirst().nanos > SPAN) {
            readings.removeFirst();
        }
    }

    /** Returns items per second up to {@code now}; 0 if no time has passed. */
    double perSecond(long now, long done) {
        Reading first = readings.getFirst();
        long nanos = now - first.nanos;
        return nanos <= 0 ? 0 : Math.max(0, done - first.done) * 1e9 / nanos;
    }

    private record Reading(long nanos, long done) {}
}
