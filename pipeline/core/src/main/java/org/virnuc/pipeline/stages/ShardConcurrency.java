package org.virnuc.pipeline.stages;

/**
 * How many shards an embedding stage works on at once: so many that all devices have batches while finished shards are hashed and forced to
 * disk, and no more than memory holds. It depends on the machine and never on the input, so that memory is flat in the input's size;
 * no byte of the output depends on it.
 */
public final class ShardConcurrency {
    /** Shards at work may take one part of the heap in this number. */
    private static final int HEAP_PARTS = 3;

    /** One is computed while another is written, however large they are. */
    private static final int FEWEST = 2;

    /** This number of files that are written at once keeps any disk busy. */
    private static final int MOST_WRITTEN = 16;

    /** Vectors as they are computed, and put together with those of a cache. */
    private static final int COPIES = 2;

    /** Of a row besides its vectors: its name, sequence and token ids, about. */
    private static final int TEXT_BYTES = 1024;

    private ShardConcurrency() {}

    /**
     * The number for a stage.
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

    /** The number on this machine. */
    static int here(long ahead, int dimension) {
        Runtime runtime = Runtime.getRuntime();
        return count(ahead, dimension, runtime.availableProcessors(), runtime.maxMemory());
    }
}
