package org.virnuc.telemetry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Instants of one run, all derived from its start and monotonic time: a wall clock that jumps during the run can neither make a stage
 * end before it starts nor stretch it.
 */
final class Timeline {
    private final TelemetryClock clock;
    private final long origin;
    private final Instant start;

    Timeline(TelemetryClock clock) {
        this.clock = clock;
        this.origin = clock.nanoTime();
        this.start = clock.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Nanoseconds since the start of the run, never negative. */
    long elapsed() {
        return Math.max(0, clock.nanoTime() - origin);
    }

    /** The instant, to the millisecond, at {@code elapsed} nanoseconds of the run. */
    Instant at(long elapsed) {
        return start.plusNanos(elapsed).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Seconds to the microsecond; finer digits are noise that makes a report hard to read. */
    static double seconds(long nanos) {
        return Math.round(Math.max(0, nanos) / 1e3) / 1e6;
    }
}
