package org.virnuc.models.engine;

/**
 * How many tokens a batch may have, padding included. Near the end of a stage, batches shrink with the remaining work
 * so that many devices finish together. The sizes depend on the work alone and never on the devices, because the size
 * of a batch can change the last digits of its vectors.
 *
 * @param most upper limit of tokens in a batch
 * @param least size that batches shrink to; padding is not avoided below it
 */
public record BatchSizes(int most, int least) {
    /** Batches whose activations fit into the cache of a CPU core. */
    public static final BatchSizes CPU = new BatchSizes(1024, 512);

    /** Batches that keep a GPU busy for longer than it takes to launch them. */
    public static final BatchSizes GPU = new BatchSizes(65_536, 4096);

    /** Number of parts that the remaining work is divided into: two for each of 64 devices. */
    private static final int SHARES = 128;

    /** Number of batches that should be waiting for each lane. */
    private static final int WAITING_BATCHES = 2;

    /** Tokens of the shortest sequences; a batch of these has the most rows. */
    private static final int FEWEST_TOKENS = 32;

    public BatchSizes {
        if (most < 1 || least < 1) {
            throw new IllegalArgumentException("batches of " + least + " to " + most + " tokens cannot be made");
        }
        least = Math.min(least, most);
    }

    /**
     * The number of sequences to start in advance so that batches are waiting for every lane, however short the
     * sequences are.
     */
    public long ahead(int lanes) {
        return Math.max(1, (long) WAITING_BATCHES * lanes * most / FEWEST_TOKENS);
    }

    /** The size of the next batch, given the number of tokens left. */
    int next(long tokensLeft) {
        return (int) Math.max(least, Math.min(most, tokensLeft / SHARES));
    }
}
