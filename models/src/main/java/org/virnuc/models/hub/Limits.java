package org.virnuc.models.hub;

import java.time.Duration;

/**
 * How long servers may take, and how much they may send; no server holds the program for ever. What runs over a limit is tried
 * again, five times, like a broken connection.
 *
 * @param connect to accept a connection
 * @param firstByte from a request to the head of its answer
 * @param idle between two pieces of an answer
 * @param listing from the head of a listing to its end
 * @param grace from the head of a file's answer until its average speed counts
 * @param leastSpeed bytes a second that a file must come with on average, so that one of a size has a last moment too
 * @param mostOfUnknownSize bytes of a file whose size nobody says
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

    /** The limits with each wait no longer than this. */
    Limits within(Duration patience) {
        return new Limits(patience, patience, patience, listing, grace, leastSpeed, mostOfUnknownSize);
    }

    /** What an answer as a whole may take. */
    Pace ofListing() {
        return new Pace(listing, Long.MAX_VALUE);
    }

    /** What an answer as a whole may take. */
    Pace ofFile() {
        return new Pace(grace, leastSpeed);
    }

    /**
     * How long an answer may take as a whole.
     *
     * @param grace the time that every answer has
     * @param leastSpeed bytes a second, for which it has more time
     */
    record Pace(Duration grace, long leastSpeed) {

        /** The nanoseconds that so many bytes may have taken. */
        long nanos(long bytes) {
            return grace.toNanos() + (long) (bytes * (1e9 / leastSpeed));
        }
    }
}
