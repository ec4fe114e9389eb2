package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads vectors by global row from all shards of one encoder; the shards used last stay open. */
final class VectorSource implements Closeable {
    private static final int OPEN_AT_ONCE = 64;

    /** Neighbours are read together, up to about this number of bytes. */
    private static final int READ_BYTES = 1 << 18;

    private final EmbeddingShards shards;
    private final Map<Integer, VectorShard> open = new LinkedHashMap<>(OPEN_AT_ONCE, 0.75f, true);
    private ByteBuffer block = ByteBuffer.allocateDirect(READ_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    VectorSource(EmbeddingShards shards) {
        this.shards = shards;
    }

    VectorShard shard(int number) throws IOException {
        VectorShard found = open.get(number);
        if (found == null) {
            if (open.size() == OPEN_AT_ONCE) {
                Iterator<VectorShard> eldest = open.values().iterator();
                eldest.next().close();
                eldest.remove();
            }
            found = shards.open(number);
            open.put(number, found);
        }
        return found;
    }

    /**
     * Copies the vectors of rows into the rows of a matrix.
     *
     * @param globalRows rows, each the first with its sequence
     * @param into the matrix, row-major
     * @param column first column of the vectors in the matrix
     * @param width number of columns of the matrix
     */
    void copy(long[] globalRows, float[] into, int column, int width) throws IOException {
        int row = 0;
        while (row < globalRows.length) {
            int number = SequenceShards.shardOf(globalRows[row]);
            VectorShard shard = shard(number);
            int slot = shard.slot(globalRows[row]);
            int most = Math.max(1, READ_BYTES / (shard.dimension() * Float.BYTES));
            int count = 1;
            while (count < most
                    && row + count < globalRows.length
                    && SequenceShards.shardOf(globalRows[row + count]) == number
                    && shard.slot(globalRows[row + count]) == slot + count) {
                count++;
            }
            copy(shard, slot, count, into, row * width + column, width);
            row += count;
        }
    }

    private void copy(VectorShard shard, int slot, int count, float[] into, int at, int width) throws IOException {
        int dimension = shard.dimension();
        int bytes = count * dimension * Float.BYTES;
        if (bytes > block.capacity()) {
            block = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        shard.read(slot, block.clear().limit(bytes));
        block.flip();
        for (int i = 0; i < count; i++) {
            block.position(i * dimension * Float.BYTES).asFloatBuffer().get(into, at + i * width, dimension);
        }
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (VectorShard shard : open.values()) {
            try {
                shard.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        open.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
