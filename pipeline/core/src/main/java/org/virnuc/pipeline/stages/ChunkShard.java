package org.virnuc.pipeline.stages;

import java.util.BitSet;

/** The chunks of one shard, and which of them are the first of the run with their letters. */
public final class ChunkShard {
    private final int number;
    private final long offset;
    private final ChunkBatch.Range range;
    private final BitSet firsts;

    /**
     * A shard.
     *
     * @param number from 1
     * @param offset byte of the file of chunks at which its chunks begin
     * @param firsts by the place of a chunk in the shard
     */
    ChunkShard(int number, long offset, ChunkBatch.Range range, BitSet firsts) {
        this.number = number;
        this.offset = offset;
        this.range = range;
        this.firsts = firsts;
    }

    int number() {
        return number;
    }

    long offset() {
        return offset;
    }

    ChunkBatch.Range range() {
        return range;
    }

    /** The number of chunks. */
    public long chunks() {
        return range.end() - range.begin();
    }

    ChunkBatch.Place find(long chunk, String letters) {
        return new ChunkBatch.Place(chunk, firsts.get((int) (chunk - range.begin())));
    }
}
