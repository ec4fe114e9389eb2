package org.virnuc.telemetry;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until a test moves it. */
public final class ManualClock implements TelemetryClock {
    /** Where the wall clock starts. */
    public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    // nanoTime may overflow: start close to it.
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private volatile Instant wall = START;

    public void advanceSeconds(double seconds) {
        nanos.addAndGet(Math.round(seconds * 1e9));
    }

    /** The wall clock jumps, monotonic time does not. */
    public void jumpTo(Instant instant) {
        wall = instant;
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Instant now() {
        return wall;
    }
}
