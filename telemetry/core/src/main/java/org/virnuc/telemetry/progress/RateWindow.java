package org.virnuc.telemetry.progress;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Items per second over the last minute: recent speed foretells the rest better than the average since a slow start. */
final class RateWindow {
    private static final long SPAN = TimeUnit.SECONDS.toNanos(60);
    private static final long STEP = TimeUnit.SECONDS.toNanos(1);

    private final Deque<Sample> samples = new ArrayDeque<>();

    RateWindow(long now) {
        samples.add(new Sample(now, 0));
    }

    void add(long now, long done) {
        if (now - samples.getLast().nanos >= STEP) {
            samples.add(new Sample(now, done));
        }
        // One sample older than the window stays, so that the window is full.
        while (samples.size() > 2 && now - samples.getFirst().nanos > SPAN) {
            samples.removeFirst();
        }
    }

    /** Items per second up to {@code now}; 0 before any time has passed. */
    double perSecond(long now, long done) {
        Sample first = samples.getFirst();
        long nanos = now - first.nanos;
        return nanos <= 0 ? 0 : Math.max(0, done - first.done) * 1e9 / nanos;
    }

    private record Sample(long nanos, long done) {}
}
