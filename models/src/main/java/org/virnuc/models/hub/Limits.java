package org.virnuc.models.hub;

import java.time.Duration;

/**
 * How long servers may take and how much they may send, so that no server blocks the program forever. A request that
 * exceeds a limit is retried like a broken connection, five times.
 *
 * @param connect time to accept a connection
 * @param firstByte time from a request to the headers of its response
 * @param idle time between two pieces of a response
 * @param listing time from the headers of a listing to its end
 * @param grace time from the headers of a file's response until its average speed counts
 * @param leastSpeed required average speed of a file in bytes per second, which also sets a deadline for every file of
 *     known size
 * @param mostOfUnknownSize limit in bytes for a file of unknown size
 */
record Limits(
        Duration connect,
        Duration firstByte,
        Duration idle,
        Duration listing,
        Duration grace,
        long leastSpeed,
        long mostOfUnknownSize) {

    static final Limits DEFAULT = new Limits(
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(120),
            Duration.ofMinutes(10),
            16 << 10,
            64L << 30);

    /** These limits with each wait shortened to at most this duration. */
    Limits within(Duration patience) {
        return new Limits(patience, patience, patience, listing, grace, leastSpeed, mostOfUnknownSize);
    }

    /** The time limit for a whole listing. */
    Pace ofListing() {
        return new Pace(listing, Long.MAX_VALUE);
    }

    /** The time limit for a whole file. */
    Pace ofFile() {
        return new Pace(grace, leastSpeed);
    }

    /**
     * How long a whole response may take.
     *
     * @param grace time that every response is allowed
     * @param leastSpeed bytes per second, which give larger responses more time
     */
    record Pace(Duration grace, long leastSpeed) {

        /** The nanoseconds allowed for this many bytes. */
        long nanos(long bytes) {
            return grace.toNanos() + (long) (bytes * (1e9 / leastSpeed));
        }
    }
}
