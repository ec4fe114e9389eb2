package org.virnuc.telemetry;

import java.time.Instant;

/** The only stopwatch of a run: injected, so that tests move time by hand and never sleep. */
public interface TelemetryClock {
    /** Monotonic nanoseconds from an arbitrary origin; all durations are differences of this. */
    long nanoTime();

    /** The wall clock, read once at the start of a run; later instants are that one plus monotonic time. */
    Instant now();

    /** The machine's clock. */
    static TelemetryClock system() {
        return SystemClock.INSTANCE;
    }
}
