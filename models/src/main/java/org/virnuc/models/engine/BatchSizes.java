package org.virnuc.models.engine;

/**
 * How many tokens a batch may have, padding included. Near the end of a stage batches shrink with the work that is left, so
 * that many devices end together; by how much follows from the work alone and never from the devices, because the size of a
 * batch may touch the last digits of its vectors.
 *
 * @param most of any batch
 * @param least to which batches shrink, and below which padding is not avoided
 */
public record BatchSizes(int most, int least) {
    /** Batches whose activations stay in the cache of a core. */
    public static final BatchSizes CPU = new BatchSizes(1024, 512);

    /** Batches that keep a GPU busy for longer than it takes to start them. */
    public static final BatchSizes GPU = new BatchSizes(65_536, 4096);

    /** Parts that the work left is divided into: two for each of 64 devices. */
    private static final int SHARES = 128;

    /** Batches that wait for each lane. */
    private static final int WAITING_BATCHES = 2;

    /** Tokens of the shortest sequences, of which a batch holds the most. */
    private static final int FEWEST_TOKENS = 32;

    public BatchSizes {
        if (most < 1 || least < 1) {
            throw new IllegalArgumentException("batches of " + least + " to " + most + " tokens cannot be made");
        }
        least = Math.min(least, most);
    }

    /** Sequences that must have been started so that some batches wait for each of so many lanes, however short they are. */
    public long ahead(int lanes) {
        return Math.max(1, (long) WAITING_BATCHES * lanes * most / FEWEST_TOKENS);
    }

    /** The tokens of the next batch where so many are left. */
    int next(long tokensLeft) {
        return (int) Math.max(least, Math.min(most, tokensLeft / SHARES));
    }
}
