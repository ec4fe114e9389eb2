package org.virnuc.pipeline.embeddings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A memory-mapped file of vectors, which never changes once it has its name.
 *
 * <p>A header of 64 bytes: 8 bytes {@code VNSEG001}; int32 dimension; int32 rows; 32 bytes SHA-256 of the encoder's
 * name; int32 CRC-32C of the index; 8 zeros; int32 CRC-32C of the 60 bytes before. The index follows: for each row, 20
 * bytes of key and the int32 CRC-32C of key and vector, sorted by key. All of these numbers are big-endian. The vectors
 * follow in index order, as float32 little-endian.
 */
final class Segment {
    static final byte[] MAGIC = "VNSEG001".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER_BYTES = 64;
    static final int KEY_BYTES = 20;
    static final int ENTRY_BYTES = KEY_BYTES + Integer.BYTES;

    private static final int DIGEST_BYTES = 32;

    private final Path path;
    private final EmbeddingKey encoder;
    private final int rows;
    private final ByteBuffer index;
    private final ByteBuffer vectors;
    private boolean used;

    private Segment(Path path, EmbeddingKey encoder, ByteBuffer file) throws DamagedSegmentException {
        this.path = path;
        this.encoder = encoder;
        if (file.capacity() < HEADER_BYTES || file.getInt(HEADER_BYTES - Integer.BYTES) != headerCheck(file)) {
            throw new DamagedSegmentException("its header is damaged");
        }
        this.rows = file.getInt(MAGIC.length + Integer.BYTES);
        long expected = HEADER_BYTES + (long) rows * (ENTRY_BYTES + vectorBytes());
        if (file.capacity() != expected) {
            throw new DamagedSegmentException("it has " + file.capacity() + " bytes, expected " + expected);
        }
        this.index = file.slice(HEADER_BYTES, rows * ENTRY_BYTES);
        int vectorsAt = HEADER_BYTES + rows * ENTRY_BYTES;
        this.vectors = file.slice(vectorsAt, file.capacity() - vectorsAt);
        if (file.getInt(MAGIC.length + 2 * Integer.BYTES + DIGEST_BYTES) != check(index.duplicate())) {
            throw new DamagedSegmentException("its index is damaged");
        }
        byte[] written = new byte[DIGEST_BYTES];
        file.get(MAGIC.length + 2 * Integer.BYTES, written);
        if (file.getInt(MAGIC.length) != encoder.dimension() || !Arrays.equals(written, encoder.digest())) {
            throw new DamagedSegmentException("it holds the vectors of another encoder than its name says");
        }
    }

    /**
     * Maps a segment and checks its header and index. Vectors are checked when they are read.
     *
     * @throws DamagedSegmentException if the header or the index is damaged
     */
    static Segment open(Path path, EmbeddingKey encoder) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new DamagedSegmentException("it is larger than any segment: " + channel.size() + " bytes");
            }
            return new Segment(path, encoder, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
    }

    /** The first 60 bytes of a header, followed by their checksum. */
    static ByteBuffer header(EmbeddingKey encoder, int rows, int indexCheck) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.put(MAGIC)
                .putInt(encoder.dimension())
                .putInt(rows)
                .put(encoder.digest())
                .putInt(indexCheck);
        header.putInt(HEADER_BYTES - Integer.BYTES, headerCheck(header));
        return header.clear();
    }

    private static int headerCheck(ByteBuffer file) {
        return check(file.slice(0, HEADER_BYTES - Integer.BYTES));
    }

    /** CRC-32C of the remaining bytes of all buffers; advances their positions. */
    static int check(ByteBuffer... parts) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer part : parts) {
            crc.update(part);
        }
        return (int) crc.getValue();
    }

    Path path() {
        return path;
    }

    int rows() {
        return rows;
    }

    /** Whether a vector was read from this segment. */
    boolean used() {
        return used;
    }

    /** The row of a key; negative if the key is missing. */
    int find(byte[] key) {
        ByteBuffer wanted = ByteBuffer.wrap(key);
        int low = 0;
        int high = rows - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(middle * ENTRY_BYTES, wanted);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** The row's vector; empty if it fails its checksum. */
    Optional<CachedVector> row(int row) {
        byte[] key = new byte[KEY_BYTES];
        index.get(row * ENTRY_BYTES, key);
        CachedVector found = new CachedVector(
                key, () -> vectors.slice(row * vectorBytes(), vectorBytes()).order(ByteOrder.LITTLE_ENDIAN));
        used = true;
        int expected = index.getInt(row * ENTRY_BYTES + KEY_BYTES);
        return check(ByteBuffer.wrap(key), found.vector()) == expected ? Optional.of(found) : Optional.empty();
    }

    private int vectorBytes() {
        return encoder.dimension() * Float.BYTES;
    }

    private int compare(int at, ByteBuffer key) {
        int order = Long.compareUnsigned(index.getLong(at), key.getLong(0));
        if (order == 0) {
            order = Long.compareUnsigned(index.getLong(at + Long.BYTES), key.getLong(Long.BYTES));
        }
        return order != 0
                ? order
                : Integer.compareUnsigned(index.getInt(at + 2 * Long.BYTES), key.getInt(2 * Long.BYTES));
    }
}
