package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.virnuc.sequences.Quoted;

/**
 * A shard of embedding vectors on disk. Vectors are read from the file, not memory-mapped: mapped pages count as memory
 * of the process until the garbage collector unmaps them.
 *
 * <p>Little-endian. A header of 64 bytes: 8 bytes {@code VNVEC001}; int32 dimension; int32 rows; int64 global number of
 * the first row; int32 vectors (rows whose sequence has not occurred in an earlier row); int32 bytes of ids; zeros.
 * Then rows x int64: the global number of the first row with the same sequence. Then the ids, each ended by a line
 * feed, ISO-8859-1, padded with zeros to a multiple of 8. Then vectors x dimension x float32, in row order. The stage's
 * manifest holds the SHA-256.
 */
final class VectorShard implements Closeable {
    static final byte[] MAGIC = "VNVEC001".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER_BYTES = 64;
    static final int ALIGNMENT = 8;

    private final Path path;
    private final FileChannel channel;
    private final int dimension;
    private final long firstRow;
    private final int idBytes;
    private final long[] firstOf;
    private final int[] slots;

    private VectorShard(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        byte[] magic = read(0, (int) Math.min(MAGIC.length, channel.size())).array();
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IOException(path + " is not a vector shard: it begins with " + Quoted.of(magic, magic.length));
        }
        ByteBuffer header = read(0, HEADER_BYTES).position(MAGIC.length);
        dimension = header.getInt();
        firstOf = new long[header.getInt()];
        firstRow = header.getLong();
        header.getInt(); // vectors
        idBytes = header.getInt();
        read(HEADER_BYTES, firstOf.length * Long.BYTES).asLongBuffer().get(firstOf);
        slots = slots();
    }

    /** Opens a finished shard. */
    static VectorShard open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new VectorShard(path, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    int dimension() {
        return dimension;
    }

    int rows() {
        return firstOf.length;
    }

    /** The ids of the rows of this shard, read again. */
    List<String> ids() throws IOException {
        byte[] text = read(idsAt(), idBytes).array();
        return new String(text, StandardCharsets.ISO_8859_1).lines().toList();
    }

    /** The global number of the first row with the same sequence as this row of this shard. */
    long firstOf(int row) {
        return firstOf[row];
    }

    /** The position of a row's vector in this shard; the row must be the first with its sequence. */
    int slot(long globalRow) {
        int slot = slots[Math.toIntExact(globalRow - firstRow)];
        if (slot < 0) {
            throw new IllegalArgumentException("row " + globalRow + " has no vector of its own");
        }
        return slot;
    }

    /** Fills a buffer with vectors from a slot on. */
    void read(int slot, ByteBuffer into) throws IOException {
        long vectorsAt = idsAt() + padded(idBytes);
        fill(vectorsAt + (long) slot * dimension * Float.BYTES, into);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    static int padded(int bytes) {
        return Math.floorDiv(bytes + ALIGNMENT - 1, ALIGNMENT) * ALIGNMENT;
    }

    private long idsAt() {
        return HEADER_BYTES + (long) firstOf.length * Long.BYTES;
    }

    private ByteBuffer read(long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fill(at, buffer);
        return buffer.flip();
    }

    private void fill(long at, ByteBuffer buffer) throws IOException {
        long next = at;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, next);
            if (count < 0) {
                throw new EOFException(path + " ends at byte " + next + ", " + buffer.remaining() + " too early");
            }
            next += count;
        }
    }

    private int[] slots() {
        int[] found = new int[firstOf.length];
        int next = 0;
        for (int row = 0; row < found.length; row++) {
            found[row] = firstOf[row] == firstRow + row ? next++ : -1;
        }
        return found;
    }
}
