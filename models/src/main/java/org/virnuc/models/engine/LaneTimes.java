package org.virnuc.models.engine;

import java.util.List;
import org.virnuc.models.EncoderUse;

/** How one lane has spent its time for one user of its encoder. */
final class LaneTimes {
    /** The clock's zero is arbitrary; times since this one can be added up. */
    private static final long BASE = System.nanoTime();

    private final long startedAt = System.nanoTime();
    private long busy;
    private long waited;
    private long warmUp;
    private long warmUpTokens;
    private long endedAt = startedAt;

    /** The lane has waited for work since then, until now; what lies before the user came does not count. */
    synchronized void waited(long since) {
        long now = System.nanoTime();
        waited += Math.min(now - since, now - startedAt);
    }

    /**
     * The lane has computed a batch, until now.
     *
     * @param cold whether it was the lane's first, for whichever user
     */
    synchronized void computed(long nanos, long tokens, boolean cold) {
        if (cold) {
            warmUp = nanos;
            warmUpTokens = tokens;
        }
        busy += nanos;
        endedAt = System.nanoTime();
    }

    /** The times of all lanes together. */
    static EncoderUse use(List<LaneTimes> lanes) {
        long busy = 0;
        long waited = 0;
        long warmUp = 0;
        long warmUpTokens = 0;
        long sumOfEnds = 0;
        long lastEnd = Long.MIN_VALUE;
        for (LaneTimes lane : lanes) {
            synchronized (lane) {
                busy += lane.busy;
                waited += lane.waited;
                warmUp += lane.warmUp;
                warmUpTokens += lane.warmUpTokens;
                long end = lane.endedAt - BASE;
                sumOfEnds += end;
                lastEnd = Math.max(lastEnd, end);
            }
        }
        long tail = lastEnd * lanes.size() - sumOfEnds;
        return new EncoderUse(lanes.size(), busy, waited, tail, warmUp, warmUpTokens);
    }
}
