package org.virnuc.telemetry;

import java.time.Instant;
import org.virnuc.files.PublicApi;

/** The source of time for a run. It is injected, so that tests can set the time and never need to sleep. */
@PublicApi
public interface TelemetryClock {
    /** Returns monotonic nanoseconds from an arbitrary origin. All durations are differences of this value. */
    long nanoTime();

    /** Returns the wall-clock time. It is read once, at the start of a run; later instants add monotonic time to it. */
    Instant now();

    /** Returns the clock of the machine. */
    static TelemetryClock system() {
        return SystemClock.INSTANCE;
    }
}
