package org.virnuc.models;

/**
 * How the devices of an encoder have spent their time for one user. A device that has had no work yet counts with
 * zeros. Where several users share an encoder, a batch counts for its owner, and a wait counts for the owner of the
 * batch that ended it.
 *
 * @param lanes threads that compute: one per GPU, several on a CPU
 * @param busyNanos time spent computing batches, summed over all lanes
 * @param waitNanos time spent waiting for a batch, before the first one and between batches, summed over all lanes
 * @param tailNanos time from a lane's last batch until the last lane was done, summed over all lanes
 * @param warmUpNanos time of each lane's first batch, which is slower than the others; part of {@code busyNanos}
 * @param warmUpTokens tokens in those first batches, without padding
 */
public record EncoderUse(
        int lanes, long busyNanos, long waitNanos, long tailNanos, long warmUpNanos, long warmUpTokens) {

    /** The value for an encoder that does not measure its times. */
    public static final EncoderUse UNKNOWN = new EncoderUse(0, 0, 0, 0, 0, 0);

    /** The fraction of time, from the first batch requested to the last one finished, in which lanes had no batch. */
    public double idleShare() {
        long all = busyNanos + waitNanos + tailNanos;
        return all == 0 ? 0 : (waitNanos + tailNanos) / (double) all;
    }
}
