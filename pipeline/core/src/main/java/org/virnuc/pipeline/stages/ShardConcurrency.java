package org.virnuc.pipeline.stages;

/**
 * Decides how many shards an embedding stage processes concurrently: enough to keep all devices busy while finished
 * shards are hashed and forced to disk, and no more than fit into memory. The number depends on the machine and never
 * on the input, so memory does not grow with the input. No byte of the output depends on it.
 */
public final class ShardConcurrency {
    /** Shards in progress may take up to 1 / this share of the heap. */
    private static final int HEAP_PARTS = 3;

    /** The minimum: one shard is computed while another is written, however large they are. */
    private static final int FEWEST = 2;

    /** This number of concurrently written files keeps any disk busy. */
    private static final int MOST_WRITTEN = 16;

    /** Copies of a vector: as computed, and combined with those of a cache. */
    private static final int COPIES = 2;

    /** Approximate bytes of a row besides its vectors: name, sequence and token ids. */
    private static final int TEXT_BYTES = 1024;

    private ShardConcurrency() {}

    /**
     * The number of shards for a stage.
     *
     * @param ahead sequences that must have been started beyond those of one shard, so that no device is without work
     * @param dimension of a vector
     * @param processors of this machine, which hash and write
     * @param heapBytes most bytes of the heap
     */
    public static int count(long ahead, int dimension, int processors, long heapBytes) {
        long computed = 1 + (ahead + SequenceShards.ROWS_PER_SHARD - 1) / SequenceShards.ROWS_PER_SHARD;
        long written = Math.max(1, Math.min(MOST_WRITTEN, processors / 2));
        long rowBytes = (long) COPIES * dimension * Float.BYTES + TEXT_BYTES;
        long held = heapBytes / HEAP_PARTS / (SequenceShards.ROWS_PER_SHARD * rowBytes);
        return (int) Math.max(FEWEST, Math.min(computed + written, held));
    }

    /** The number of shards on this machine. */
    static int here(long ahead, int dimension) {
        Runtime runtime = Runtime.getRuntime();
        return count(ahead, dimension, runtime.availableProcessors(), runtime.maxMemory());
    }
}
