package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The vectors of all frames by one encoder: files {@code shard_1.vec} and so on, in the format of {@link VectorShard}.
 */
public record EmbeddingShards(Path folder, long rows, int shards) {

    static String fileName(int shard) {
        return "shard_" + shard + ".vec";
    }

    /** Opens a shard; the first is 1. */
    VectorShard open(int shard) throws IOException {
        return VectorShard.open(folder.resolve(fileName(shard)));
    }
}
