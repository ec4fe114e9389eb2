package org.virnuc.telemetry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * Instants of one run, all derived from its start and monotonic time: a wall clock that jumps during the run can neither make a stage
 * end before it starts nor stretch it.
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

    /** An instant by its millisecond of the run, for a flood of events within one. */
    private record Moment(long millis, Instant at) {}

    /** Nanoseconds since the start of the run, never negative. */
    long elapsed() {
        return Math.max(0, clock.nanoTime() - origin);
    }

    /** The instant, to the millisecond, at {@code elapsed} nanoseconds of the run. */
    Instant at(long elapsed) {
        long millis = TimeUnit.NANOSECONDS.toMillis(elapsed);
        Moment known = latest;
        if (known.millis != millis) {
            known = new Moment(millis, start.plusMillis(millis));
            latest = known;
        }
        return known.at;
    }

    /** Seconds to the microsecond; finer digits are noise that makes a report hard to read. */
    static double seconds(long nanos) {
        return Math.round(Math.max(0, nanos) / 1e3) / 1e6;
    }
}
