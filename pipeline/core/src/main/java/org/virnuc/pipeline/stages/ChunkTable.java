package org.virnuc.pipeline.stages;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.virnuc.sequences.Frame;
import org.virnuc.sequences.UnscoredReason;

/**
 * The format of {@code chunks.bin}: the outcome of each chunk, in order, so that none is lost silently.
 *
 * <p>A header of 16 bytes: 8 bytes {@code VNCHK001}; int64 number of chunks, little-endian. Then a byte a chunk: the
 * low six bits are the mask of the frames kept, F1 lowest, R3 highest. Where the mask is empty, the upper two bits are
 * the reason: 1 no open frame, 2 too short, 3 ambiguous; else they are 0.
 */
public final class ChunkTable {
    static final String FILE_NAME = "chunks.bin";

    private static final byte[] MAGIC = "VNCHK001".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 16;
    private static final int MASK_BITS = 6;
    private static final int BUFFER_BYTES = 1 << 16;

    /** The entry for each byte value; null for invalid values. */
    private static final @Nullable Entry[] ENTRIES =
            IntStream.range(0, 1 << Byte.SIZE).mapToObj(ChunkTable::entry).toArray(Entry[]::new);

    private ChunkTable() {}

    /** The outcome of one chunk: its frames in order, or the reason why it has none. */
    public static final class Entry {
        private final List<Frame> frames;
        private final @Nullable UnscoredReason reason;

        private Entry(List<Frame> frames, @Nullable UnscoredReason reason) {
            this.frames = frames;
            this.reason = reason;
        }

        /** Whether the chunk has frames to score. */
        public boolean isScored() {
            return reason == null;
        }

        /** The kept frames. Each is a row of every later file, in this order. */
        public List<Frame> frames() {
            return frames;
        }

        /** The reason why the chunk has no frame; call it only for such chunks. */
        public UnscoredReason reason() {
            if (reason == null) {
                throw new IllegalStateException("the chunk has frames to score: " + frames);
            }
            return reason;
        }
    }

    private static @Nullable Entry entry(int code) {
        int mask = code & ((1 << MASK_BITS) - 1);
        int reason = code >> MASK_BITS;
        if ((mask == 0) == (reason == 0)) {
            return null;
        }
        List<Frame> frames = Frame.ALL.stream().filter(frame -> frame.in(mask)).toList();
        return new Entry(frames, reason == 0 ? null : UnscoredReason.of(reason));
    }

    /** Streams the table. */
    public static final class Reader implements Closeable {
        private final Path path;
        private final InputStream in;
        private final long count;
        private long read;

        Reader(Path path) throws IOException {
            this.path = path;
            this.in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
            byte[] header = in.readNBytes(HEADER_BYTES);
            if (header.length < HEADER_BYTES || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                in.close();
                throw new IOException(path + " is not a chunk table: it does not begin with VNCHK001");
            }
            this.count = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong(MAGIC.length);
        }

        /** The number of chunks. */
        public long count() {
            return count;
        }

        /** Goes to the chunk with this number, from 0, which must not lie behind. */
        void seek(long chunk) throws IOException {
            in.skipNBytes(chunk - read);
            read = chunk;
        }

        /** The next chunk; call it at most {@link #count} times. */
        public Entry next() throws IOException {
            int code = in.read();
            if (code < 0) {
                throw new EOFException(path + " ends after " + read + " chunks, expected " + count);
            }
            Entry entry = ENTRIES[code];
            if (entry == null) {
                throw new IOException(path + ": chunk " + read + " has neither frames nor a reason, or both: " + code);
            }
            read++;
            return entry;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Writes the table. Call {@link #flush} at the end; the stream stays open. */
    static final class Writer {
        private final OutputStream out;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int used;

        /** Starts a table of {@code count} chunks. */
        Writer(OutputStream out, long count) {
            this.out = out;
            ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).putLong(count);
            used = HEADER_BYTES;
        }

        /** Adds a chunk with frames, by {@link Frame#bit}. */
        void scored(int mask) throws IOException {
            add(mask);
        }

        void unscored(UnscoredReason reason) throws IOException {
            add(reason.code() << MASK_BITS);
        }

        void flush() throws IOException {
            out.write(buffer, 0, used);
            used = 0;
        }

        private void add(int code) throws IOException {
            if (used == BUFFER_BYTES) {
                flush();
            }
            buffer[used++] = (byte) code;
        }
    }
}
