package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes shards of vectors as an encoder stage would, for tests. */
final class VectorFiles {
    private VectorFiles() {}

    /** One folder of shards, in which every row of every shard has a vector of its own: its number, and its negative. */
    static EmbeddingShards write(Path folder, List<List<String>> idsOfShards) throws IOException {
        Files.createDirectories(folder);
        long rows = 0;
        for (int shard = 1; shard <= idsOfShards.size(); shard++) {
            List<String> ids = idsOfShards.get(shard - 1);
            long[] firstOf = new long[ids.size()];
            float[] vectors = new float[2 * ids.size()];
            long first = (long) (shard - 1) * SequenceShards.ROWS_PER_SHARD;
            for (int row = 0; row < ids.size(); row++) {
                firstOf[row] = first + row;
                vectors[2 * row] = first + row;
                vectors[2 * row + 1] = -(first + row);
            }
            write(folder, shard, ids, firstOf, vectors);
            rows += ids.size();
        }
        return new EmbeddingShards(folder, rows, idsOfShards.size());
    }

    static void write(Path folder, int shard, List<String> ids, long[] firstOf, float[] vectors) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(EmbeddingShards.fileName(shard)))) {
            long first = (long) (shard - 1) * SequenceShards.ROWS_PER_SHARD;
            VectorShardWriter.write(out, first, ids, firstOf, 2, vectors);
        }
    }

    /** As many ids as a full shard has. */
    static List<String> fullShard(String prefix) {
        return ids(prefix, SequenceShards.ROWS_PER_SHARD);
    }

    static List<String> ids(String prefix, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(prefix + i);
        }
        return ids;
    }
}
