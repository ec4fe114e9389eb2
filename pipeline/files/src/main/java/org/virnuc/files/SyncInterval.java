package org.virnuc.files;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits how often the writer of many files waits for the disk. Files that are written within an interval of the last wait
 * are left to the operating system, which writes them some seconds later. The end of the process loses none of them, a
 * power failure about an interval of work; so readers have to check hashes. Safe for several threads.
 */
public final class SyncInterval {
    private final LongSupplier nanoClock;
    private final long nanos;
    private volatile long last;

    /** Starts an interval. */
    public SyncInterval(Duration interval) {
        this(interval, System::nanoTime);
    }

    SyncInterval(Duration interval, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.nanos = interval.toNanos();
        this.last = nanoClock.getAsLong();
    }

    /** Whether the interval is over, so that what is written now has to be forced to disk. */
    public boolean due() {
        return nanoClock.getAsLong() - last >= nanos;
    }

    /** Starts the next interval, after everything of the last file was forced to disk. */
    public void synced() {
        last = nanoClock.getAsLong();
    }
}
