package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The features of all frames, DNA vector first, protein vector behind it. {@code merged_<n>.join} is 8 bytes {@code
 * VNJOIN01}, then for each row two little-endian int64: the global rows that hold its DNA and its protein vector.
 */
public record FeatureShards(Embeddings embeddings, Path folder, long rows, int shards) {
    static final byte[] MAGIC = "VNJOIN01".getBytes(StandardCharsets.US_ASCII);
    static final int ROW_BYTES = 2 * Long.BYTES;

    static String fileName(int shard) {
        return "merged_" + shard + ".join";
    }

    /** A cursor over the rows of all shards. */
    Reader reader() {
        return new Reader();
    }

    /** Reads shard by shard; keeps every shard of vectors mapped that a later row has referred to. */
    final class Reader {
        private final VectorSource dna = new VectorSource(embeddings.dna());
        private final VectorSource protein = new VectorSource(embeddings.protein());
        private ByteBuffer join = ByteBuffer.allocate(0);
        private int shard;

        /** Goes to a shard, the first is 1. */
        void open(int number) throws IOException {
            shard = number;
            join = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(fileName(number))))
                    .order(ByteOrder.LITTLE_ENDIAN);
            join.position(MAGIC.length);
            join = join.slice().order(ByteOrder.LITTLE_ENDIAN);
        }

        int rows() {
            return join.capacity() / ROW_BYTES;
        }

        String id(int row) throws IOException {
            return dna.shard(shard).id(row);
        }

        /** The number of features of a row. */
        int features() throws IOException {
            return dna.shard(1).dimension() + protein.shard(1).dimension();
        }

        /** Copies the features of a row of this shard. */
        void copy(int row, float[] into, int offset) throws IOException {
            int width = dna.copy(join.getLong(row * ROW_BYTES), into, offset);
            protein.copy(join.getLong(row * ROW_BYTES + Long.BYTES), into, offset + width);
        }
    }
}
