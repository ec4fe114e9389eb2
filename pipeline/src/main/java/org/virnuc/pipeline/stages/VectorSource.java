package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Vectors by global row out of all shards of one encoder; the shards read last stay mapped. */
final class VectorSource {
    private static final int MAPPED_AT_ONCE = 64;

    private final EmbeddingShards shards;
    private final Map<Integer, VectorShard> mapped = new LinkedHashMap<>(MAPPED_AT_ONCE, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, VectorShard> eldest) {
            return size() > MAPPED_AT_ONCE;
        }
    };

    VectorSource(EmbeddingShards shards) {
        this.shards = shards;
    }

    VectorShard shard(int number) throws IOException {
        VectorShard found = mapped.get(number);
        if (found == null) {
            found = shards.open(number);
            mapped.put(number, found);
        }
        return found;
    }

    /** Copies the vector of a row and tells its length. */
    int copy(long globalRow, float[] into, int offset) throws IOException {
        VectorShard holder = shard(SequenceShards.shardOf(globalRow));
        holder.vector(globalRow, into, offset);
        return holder.dimension();
    }
}
