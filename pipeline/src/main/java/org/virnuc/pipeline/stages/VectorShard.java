package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.virnuc.pipeline.sequence.Quoted;

/**
 * A shard of embedding vectors on disk, memory-mapped for reading.
 *
 * <p>Little-endian. A header of 64 bytes: 8 bytes {@code VNVEC001}; int32 dimension; int32 rows; int64 global number of the
 * first row; int32 vectors (rows whose sequence has not occurred in an earlier row); int32 bytes of ids; zeros. Then rows x
 * int64: the global number of the first row with the same sequence. Then the ids, each ended by a line feed, ISO-8859-1,
 * padded with zeros to a multiple of 8. Then vectors x dimension x float32, in row order. The stage's manifest holds the
 * SHA-256.
 */
final class VectorShard {
    static final byte[] MAGIC = "VNVEC001".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER_BYTES = 64;
    static final int ALIGNMENT = 8;

    private final int dimension;
    private final int rows;
    private final long firstRow;
    private final LongBuffer firstOf;
    private final List<String> ids;
    private final FloatBuffer vectors;
    private final int[] slots;

    private VectorShard(ByteBuffer file, Path path) throws IOException {
        byte[] magic = new byte[MAGIC.length];
        file.get(magic);
        if (!java.util.Arrays.equals(magic, MAGIC)) {
            throw new IOException(path + " is not a vector shard: it begins with " + Quoted.of(magic, magic.length));
        }
        dimension = file.getInt();
        rows = file.getInt();
        firstRow = file.getLong();
        int count = file.getInt();
        int idBytes = file.getInt();
        firstOf = file.slice(HEADER_BYTES, rows * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
        int idsAt = HEADER_BYTES + rows * Long.BYTES;
        byte[] text = new byte[idBytes];
        file.get(idsAt, text);
        ids = new String(text, StandardCharsets.ISO_8859_1).lines().toList();
        int vectorsAt = idsAt + padded(idBytes);
        vectors = file.slice(vectorsAt, count * dimension * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        slots = slots();
    }

    /** Maps a finished shard. */
    static VectorShard open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return new VectorShard(file.order(ByteOrder.LITTLE_ENDIAN), path);
        }
    }

    int dimension() {
        return dimension;
    }

    int rows() {
        return rows;
    }

    /** The id of a row of this shard. */
    String id(int row) {
        return ids.get(row);
    }

    /** The global number of the first row with the same sequence as this row of this shard. */
    long firstOf(int row) {
        return firstOf.get(row);
    }

    /** Copies the vector of a row that is the first with its sequence. */
    void vector(long globalRow, float[] into, int offset) {
        int slot = slots[Math.toIntExact(globalRow - firstRow)];
        if (slot < 0) {
            throw new IllegalArgumentException("row " + globalRow + " has no vector of its own");
        }
        vectors.get(slot * dimension, into, offset, dimension);
    }

    static int padded(int bytes) {
        return Math.floorDiv(bytes + ALIGNMENT - 1, ALIGNMENT) * ALIGNMENT;
    }

    private int[] slots() {
        int[] found = new int[rows];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            found[row] = firstOf.get(row) == firstRow + row ? next++ : -1;
        }
        return found;
    }
}
