package org.virnuc.models;

/**
 * How an encoder's devices have spent their time for one user; a device that has had no work yet counts with zeros. Where several
 * users share an encoder, a batch counts for the one whose it is, and a wait for the one whose batch has ended it.
 *
 * @param lanes threads that compute: one a GPU, several on a CPU
 * @param busyNanos in batches, all lanes together
 * @param waitNanos between batches and before the first, waiting for one, all lanes together
 * @param tailNanos after a lane's last batch until the last lane was done, all lanes together
 * @param warmUpNanos in each lane's first batch, which is slower than the others; part of {@code busyNanos}
 * @param warmUpTokens in those batches, without padding
 */
public record EncoderUse(
        int lanes, long busyNanos, long waitNanos, long tailNanos, long warmUpNanos, long warmUpTokens) {

    /** Of an encoder that does not tell. */
    public static final EncoderUse UNKNOWN = new EncoderUse(0, 0, 0, 0, 0, 0);

    /** The part of their time, from the first batch asked for to the last finished, that lanes were without one. */
    public double idleShare() {
        long all = busyNanos + waitNanos + tailNanos;
        return all == 0 ? 0 : (waitNanos + tailNanos) / (double) all;
    }
}
