package org.virnuc.models.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a server that is broken off where nothing comes for too long, or too little. The time that the reader takes does
 * not count as waiting for the server, only to the whole.
 */
final class LimitedStream extends InputStream {
    private static final long NOT_WAITING = Long.MIN_VALUE;
    private static final double NANOS = 1e9;

    /** Checks within the shortest limit. */
    private static final int CHECKS = 4;

    private final InputStream in;
    private final Duration idle;
    private final Limits.Pace pace;
    private final LongSupplier clock;
    private final long begun;
    private final Timer timer = new Timer("virnuc-download-guard", true);
    private volatile long waitingSince = NOT_WAITING;
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable String expired;

    /** Takes over a stream and closes it at its own end. */
    LimitedStream(InputStream in, Duration idle, Limits.Pace pace, LongSupplier clock) {
        this.in = in;
        this.idle = idle;
        this.pace = pace;
        this.clock = clock;
        this.begun = clock.getAsLong();
        TimerTask check = new TimerTask() {
            @Override
            public void run() {
                check();
            }
        };
        long shortest = Math.min(idle.toMillis(), pace.grace().toMillis());
        long period = Math.max(1, shortest / CHECKS);
        timer.schedule(check, period, period);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        waitingSince = clock.getAsLong();
        int count = -1;
        try {
            count = in.read(buffer, offset, length);
        } catch (IOException e) {
            String why = expired;
            throw why == null ? e : new IOException(why, e);
        } finally {
            waitingSince = NOT_WAITING;
        }
        bytes.addAndGet(Math.max(0, count));
        String why = count < 0 ? expired : tooSlow();
        if (why != null) {
            throw new IOException(why);
        }
        return count;
    }

    private @Nullable String tooSlow() {
        long nanos = clock.getAsLong() - begun;
        return nanos > pace.nanos(bytes.get())
                ? "only " + bytes + " bytes came in " + Math.round(nanos / NANOS) + " s"
                : expired;
    }

    /** Closes the stream under its reader, which is the one way to wake it. */
    private void check() {
        long since = waitingSince;
        if (since == NOT_WAITING) {
            return;
        }
        long waited = clock.getAsLong() - since;
        String why = waited > idle.toNanos() ? "nothing came for " + Math.round(waited / NANOS) + " s" : tooSlow();
        if (why != null) {
            expired = why;
            try {
                in.close();
            } catch (IOException alreadyBroken) {
                timer.cancel();
            }
        }
    }

    @Override
    public void close() throws IOException {
        timer.cancel();
        in.close();
    }
}
