package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.nio.LongBuffer;

/** The features of frames by their row, DNA vector first. Rows are read where they stand on disk. */
public final class FeatureRows implements Closeable {
    private final VectorSource dna;
    private final VectorSource protein;
    private final long[] dnaRows;
    private final long[] proteinRows;

    FeatureRows(FeatureShards shards) throws IOException {
        dna = new VectorSource(shards.embeddings().dna());
        protein = new VectorSource(shards.embeddings().protein());
        int rows = Math.toIntExact(shards.rows());
        dnaRows = new long[rows];
        proteinRows = new long[rows];
        int row = 0;
        for (int shard = 1; shard <= shards.shards(); shard++) {
            LongBuffer join = shards.join(shard);
            while (join.hasRemaining()) {
                dnaRows[row] = join.get();
                proteinRows[row++] = join.get();
            }
        }
    }

    /** The number of rows. */
    public int rows() {
        return dnaRows.length;
    }

    /** The length of a DNA vector. */
    public int dnaFeatures() throws IOException {
        return dna.shard(1).dimension();
    }

    /** The number of features of a row. */
    public int features() throws IOException {
        return dnaFeatures() + protein.shard(1).dimension();
    }

    /** Copies the features of some rows, row-major. */
    public void copy(int[] rows, float[] into) throws IOException {
        dna.copy(chosen(dnaRows, rows), into, 0, features());
        protein.copy(chosen(proteinRows, rows), into, dnaFeatures(), features());
    }

    private static long[] chosen(long[] from, int[] rows) {
        long[] chosen = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = from[rows[i]];
        }
        return chosen;
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
