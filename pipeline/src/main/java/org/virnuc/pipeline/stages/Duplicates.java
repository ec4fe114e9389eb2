package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads {@code duplicates.bin}: for each row the first row with the identical sequence, so that identical sequences are
 * computed once. Memory-mapped: no heap, any order.
 *
 * <p>A header of 16 bytes: 8 bytes {@code VNDUP001}; int64 number of rows. Then an int64 a row: the global number, from 0, of
 * the first row with the same sequence; its own where it is the first. Little-endian.
 */
public final class Duplicates implements AutoCloseable {
    static final String FILE_NAME = "duplicates.bin";

    private static final byte[] MAGIC = "VNDUP001".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 16;
    private static final int SEGMENT_BITS = 30;

    private final long rows;
    private ByteBuffer[] segments;

    private Duplicates(ByteBuffer[] segments, long rows) {
        this.segments = segments;
        this.rows = rows;
    }

    /** Maps a finished file. */
    static Duplicates open(Path path) throws IOException {
        return open(path, SEGMENT_BITS);
    }

    /** With the size of a mapping, so that tests can have several. */
    static Duplicates open(Path path, int segmentBits) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(header, 0);
            if (header.hasRemaining() || !Arrays.equals(header.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new IOException(path + " is not a table of duplicates: it does not begin with VNDUP001");
            }
            long rows = header.getLong(MAGIC.length);
            long size = channel.size();
            if (size != HEADER_BYTES + rows * Long.BYTES) {
                throw new IOException(path + " has " + size + " bytes, expected those of " + rows + " rows");
            }
            return new Duplicates(map(channel, segmentBits), rows);
        }
    }

    private static ByteBuffer[] map(FileChannel channel, int segmentBits) throws IOException {
        long size = channel.size();
        ByteBuffer[] segments = new ByteBuffer[(int) (((size - 1) >> segmentBits) + 1)];
        for (int i = 0; i < segments.length; i++) {
            long from = (long) i << segmentBits;
            long bytes = Math.min(1L << segmentBits, size - from);
            segments[i] =
                    channel.map(FileChannel.MapMode.READ_ONLY, from, bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        return segments;
    }

    public long rows() {
        return rows;
    }

    /** The first row with the same sequence as {@code row}; {@code row} itself where none is earlier. */
    public long firstOf(long row) {
        Objects.checkIndex(row, rows);
        long at = HEADER_BYTES + row * Long.BYTES;
        int segmentBytes = segments[0].capacity();
        return segments[(int) (at / segmentBytes)].getLong((int) (at % segmentBytes));
    }

    /** Lets go of the mapping, which the garbage collector then undoes. */
    @Override
    public void close() {
        segments = new ByteBuffer[0];
    }

    /** Writes the file. {@link #flush} at the end; the stream stays open. */
    static final class Writer {
        private static final int BUFFER_BYTES = 1 << 16;

        private final OutputStream out;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

        Writer(OutputStream out, long rows) {
            this.out = out;
            buffer.put(MAGIC).putLong(rows);
        }

        void add(long firstRow) throws IOException {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.putLong(firstRow);
        }

        void flush() throws IOException {
            out.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }
}
