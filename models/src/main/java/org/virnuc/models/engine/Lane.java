package org.virnuc.models.engine;

import org.virnuc.models.EncoderUse;

/** How one thread that computes has spent its time. */
final class Lane {
    /** The clock's zero is arbitrary; times since this one can be added up. */
    private static final long BASE = System.nanoTime();

    final EncoderDevice device;
    private long startedAt = System.nanoTime();
    private boolean warm;
    private long busy;
    private long waited;
    private long warmUp;
    private long warmUpTokens;
    private long endedAt = startedAt;

    Lane(EncoderDevice device) {
        this.device = device;
    }

    /** Nothing so far; it stays warm. */
    synchronized void countAnew() {
        startedAt = System.nanoTime();
        endedAt = startedAt;
        busy = 0;
        waited = 0;
        warmUp = 0;
        warmUpTokens = 0;
    }

    /** It has waited for work since then, until now; what lies before it counts from is not counted. */
    synchronized void waited(long since) {
        long now = System.nanoTime();
        waited += Math.min(now - since, now - startedAt);
    }

    /** A batch was computed, until now. */
    synchronized void computed(long nanos, long tokens) {
        if (!warm) {
            warm = true;
            warmUp = nanos;
            warmUpTokens = tokens;
        }
        busy += nanos;
        endedAt = System.nanoTime();
    }

    /** The times of lanes together. */
    static EncoderUse use(Iterable<Lane> lanes) {
        int count = 0;
        long busy = 0;
        long waited = 0;
        long warmUp = 0;
        long warmUpTokens = 0;
        long sumOfEnds = 0;
        long lastEnd = Long.MIN_VALUE;
        for (Lane lane : lanes) {
            synchronized (lane) {
                count++;
                busy += lane.busy;
                waited += lane.waited;
                warmUp += lane.warmUp;
                warmUpTokens += lane.warmUpTokens;
                long end = lane.endedAt - BASE;
                sumOfEnds += end;
                lastEnd = Math.max(lastEnd, end);
            }
        }
        return new EncoderUse(count, busy, waited, lastEnd * count - sumOfEnds, warmUp, warmUpTokens);
    }
}
