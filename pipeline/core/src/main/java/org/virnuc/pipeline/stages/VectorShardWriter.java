package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the format that {@link VectorShard} describes. */
final class VectorShardWriter {
    private static final int FLOATS_AT_ONCE = 1 << 14;

    private VectorShardWriter() {}

    /**
     * Writes a shard.
     *
     * @param firstRow the global number of row 0
     * @param ids one a row
     * @param firstOf for each row the global number of the first row with its sequence
     * @param vectors row-major, one vector for each row that is its own first, in row order
     */
    static void write(OutputStream out, long firstRow, List<String> ids, long[] firstOf, int dimension, float[] vectors)
            throws IOException {
        byte[] idText = (String.join("\n", ids) + (ids.isEmpty() ? "" : "\n")).getBytes(StandardCharsets.ISO_8859_1);
        int padded = VectorShard.padded(idText.length);
        ByteBuffer head = ByteBuffer.allocate(VectorShard.HEADER_BYTES + ids.size() * Long.BYTES + padded)
                .order(ByteOrder.LITTLE_ENDIAN);
        head.put(VectorShard.MAGIC).putInt(dimension).putInt(ids.size()).putLong(firstRow);
        head.putInt(vectors.length / dimension).putInt(idText.length);
        head.position(VectorShard.HEADER_BYTES);
        head.asLongBuffer().put(firstOf);
        head.position(VectorShard.HEADER_BYTES + ids.size() * Long.BYTES).put(idText);
        out.write(head.array());
        ByteBuffer block = ByteBuffer.allocate(FLOATS_AT_ONCE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < vectors.length; at += FLOATS_AT_ONCE) {
            int count = Math.min(FLOATS_AT_ONCE, vectors.length - at);
            block.clear().asFloatBuffer().put(vectors, at, count);
            out.write(block.array(), 0, count * Float.BYTES);
        }
    }
}
