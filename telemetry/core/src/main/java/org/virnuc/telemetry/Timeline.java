package org.virnuc.telemetry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * Converts monotonic time into instants of one run. A wall clock that jumps during the run can neither stretch a stage
 * nor make it end before it starts.
 */
final class Timeline {
    private final TelemetryClock clock;
    private final long origin;
    private final Instant start;
    private volatile Moment latest;

    Timeline(TelemetryClock clock) {
        this.clock = clock;
        this.origin = clock.nanoTime();
        this.start = clock.now().truncatedTo(ChronoUnit.MILLIS);
        this.latest = new Moment(0, start);
    }

    /** The instant of one millisecond, cached for bursts of events within it. */
    private record Moment(long millis, Instant at) {}

    /** Returns the nanoseconds since the start of the run; never negative. */
    long elapsed() {
        return Math.max(0, clock.nanoTime() - origin);
    }

    /** Returns the instant, to the millisecond, at {@code elapsed} nanoseconds after the start of the run. */
    Instant at(long elapsed) {
        long millis = TimeUnit.NANOSECONDS.toMillis(elapsed);
        Moment known = latest;
        if (known.millis != millis) {
            known = new Moment(millis, start.plusMillis(millis));
            latest = known;
        }
        return known.at;
    }

    /**
     * Converts nanoseconds to seconds, rounded to microseconds. Finer digits are noise that makes a report hard to
     * read.
     */
    static double seconds(long nanos) {
        return Math.round(Math.max(0, nanos) / 1e3) / 1e6;
    }
}
