package org.virnuc.models.engine;

import java.util.List;
import org.virnuc.models.EncoderUse;

/** How one lane of an encoder has spent its time for one of the encoder's users. */
final class LaneTimes {
    /** The clock's zero is arbitrary; times relative to this one can be added up. */
    private static final long BASE = System.nanoTime();

    private final long startedAt = System.nanoTime();
    private long busy;
    private long waited;
    private long warmUp;
    private long warmUpTokens;
    private long endedAt = startedAt;

    /**
     * Records that the lane has waited for work from {@code since} until now; time before this user's start does not
     * count.
     */
    synchronized void waited(long since) {
        long now = System.nanoTime();
        waited += Math.min(now - since, now - startedAt);
    }

    /**
     * Records that the lane has just finished a batch.
     *
     * @param cold whether it was the lane's first batch, for any user
     */
    synchronized void computed(long nanos, long tokens, boolean cold) {
        if (cold) {
            warmUp = nanos;
            warmUpTokens = tokens;
        }
        busy += nanos;
        endedAt = System.nanoTime();
    }

    /** Sums up the times of all lanes. */
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
