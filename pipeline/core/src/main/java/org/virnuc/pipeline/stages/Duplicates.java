package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads {@code duplicates.bin}: for each row the first row with the identical sequence, so that identical sequences are
 * computed once. Any number of threads may read concurrently; interrupting one does not affect the others.
 *
 * <p>A header of 16 bytes: 8 bytes {@code VNDUP001}; int64 number of rows. Then an int64 a row: the global number, from
 * 0, of the first row with the same sequence; its own where it is the first. Little-endian.
 */
public final class Duplicates implements AutoCloseable {
    static final String FILE_NAME = "duplicates.bin";

    private static final byte[] MAGIC = "VNDUP001".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 16;

    /** Not a channel, because a channel is closed for all threads when a reading thread is interrupted. */
    private final RandomAccessFile file;

    private final long rows;

    private Duplicates(RandomAccessFile file, Path path) throws IOException {
        this.file = file;
        byte[] header = new byte[HEADER_BYTES];
        if (file.read(header) < HEADER_BYTES || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException(path + " is not a table of duplicates: it does not begin with VNDUP001");
        }
        rows = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong(MAGIC.length);
        if (rows < 0 || rows != (file.length() - HEADER_BYTES) / (double) Long.BYTES) {
            throw new IOException(path + " has " + file.length() + " bytes, expected those of " + rows + " rows");
        }
    }

    /** Opens a finished file. */
    static Duplicates open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new Duplicates(file, path);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    public long rows() {
        return rows;
    }

    /** The first row with the same sequence, for each of some rows; the row itself if no earlier row has it. */
    public long[] firstOf(long from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, rows);
        byte[] bytes = new byte[count * Long.BYTES];
        synchronized (file) {
            file.seek(HEADER_BYTES + from * Long.BYTES);
            file.readFully(bytes);
        }
        long[] first = new long[count];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(first);
        return first;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Writes the file. Call {@link #flush} at the end; the stream stays open. */
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
