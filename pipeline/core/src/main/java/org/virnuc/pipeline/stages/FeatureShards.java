package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

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

    /** The rows of all shards in any order. */
    public FeatureRows inAnyOrder() throws IOException {
        return new FeatureRows(this);
    }

    /** The two columns of a shard's file. */
    LongBuffer join(int shard) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(fileName(shard))));
        return file.order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length).asLongBuffer();
    }

    /** A cursor over the rows of all shards. */
    Reader reader() {
        return new Reader();
    }

    /** Reads features shard by shard. */
    final class Reader implements Closeable {
        private final VectorSource dna = new VectorSource(embeddings.dna());
        private final VectorSource protein = new VectorSource(embeddings.protein());
        private LongBuffer join = LongBuffer.allocate(0);
        private List<String> ids = List.of();

        /** Moves to a shard; the first is 1. */
        void open(int number) throws IOException {
            join = FeatureShards.this.join(number);
            ids = dna.shard(number).ids();
        }

        int rows() {
            return ids.size();
        }

        /** The ids of the rows of this shard. */
        List<String> ids() {
            return ids;
        }

        /** The number of features of a row. */
        int features() throws IOException {
            return dna.shard(1).dimension() + protein.shard(1).dimension();
        }

        /** The features of some rows of this shard, row-major. */
        float[] features(int from, int count) throws IOException {
            int width = features();
            float[] features = new float[Math.multiplyExact(count, width)];
            dna.copy(joined(from, count, 0), features, 0, width);
            protein.copy(joined(from, count, 1), features, dna.shard(1).dimension(), width);
            return features;
        }

        private long[] joined(int from, int count, int column) {
            long[] rows = new long[count];
            Arrays.setAll(rows, row -> join.get(2 * (from + row) + column));
            return rows;
        }

        @Override
        public void close() throws IOException {
            try {
                dna.close();
            } finally {
                protein.close();
            }
        }
    }
}
