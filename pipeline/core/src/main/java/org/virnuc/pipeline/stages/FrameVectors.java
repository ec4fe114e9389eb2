package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;

/** Features of frames by row, read in blocks, for a reader that goes through the rows from first to last. */
final class FrameVectors implements Closeable {
    private static final int ROWS_AT_ONCE = 1_000;

    private final FeatureShards.Reader reader;
    private float[] block = {};
    private long blockNumber = -1;
    private int shard;

    FrameVectors(FeatureShards features) {
        this.reader = features.reader();
    }

    /** Copies the features of a frame to the row of a matrix that begins at {@code at}. */
    void copy(long row, float[] into, int at) throws IOException {
        if (row / ROWS_AT_ONCE != blockNumber) {
            read(row);
        }
        int width = reader.features();
        System.arraycopy(block, (int) (row % ROWS_AT_ONCE) * width, into, at, width);
    }

    /** Reads the block of a row; a shard is a whole number of blocks, but for the last. */
    private void read(long row) throws IOException {
        int number = SequenceShards.shardOf(row);
        if (number != shard) {
            reader.open(number);
            shard = number;
        }
        blockNumber = row / ROWS_AT_ONCE;
        int from = (int) (blockNumber * ROWS_AT_ONCE - (long) (number - 1) * SequenceShards.ROWS_PER_SHARD);
        block = reader.features(from, Math.min(ROWS_AT_ONCE, reader.rows() - from));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
