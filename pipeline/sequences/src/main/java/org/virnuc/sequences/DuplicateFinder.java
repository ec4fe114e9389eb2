package org.virnuc.sequences;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.Digests;

/**
 * Finds the first row with an identical sequence, in one pass over rows in order. Sequences are compared by the first
 * 128 bits of their SHA-256; among 100 million rows, two different ones collide with a probability of 10<sup>-23</sup>.
 *
 * <p>It uses an open-addressing table with linear probing, sized once from the number of rows. A slot has 24 bytes: 16
 * of the hash, then the row number plus one; a slot of zeros is free. Above a limit the table is in memory-mapped
 * scratch files, which keeps heap use constant; the system may evict their pages, and {@link #close} releases them. The
 * files are first filled with zeros, so that a full disk causes an {@link IOException} here and not a fault later.
 */
public final class DuplicateFinder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DuplicateFinder.class);

    /** The largest table kept in the heap. */
    static final long HEAP_LIMIT = 32L << 20;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SLOT_BYTES = 24;
    private static final int ROW_OFFSET = 16;
    private static final int DIGEST_BYTES = 32;
    private static final long FEWEST_SLOTS = 16;
    /** Slots of a segment, limited so that a segment stays below the 2 GiB of one mapping. */
    private static final int SEGMENT_BITS = 25;

    private static final int ZEROS = 1 << 20;

    private final MessageDigest sha256;
    private final byte[] hash = new byte[DIGEST_BYTES];
    private final List<Path> files = new ArrayList<>();
    private ByteBuffer[] segments;
    private final int segmentBits;
    private final long rows;
    private final long slots;
    private long unique;

    /** Creates a table for at most {@code rows} rows. */
    public DuplicateFinder(long rows, ScratchFolder scratch) throws IOException {
        this(rows, scratch, HEAP_LIMIT, SEGMENT_BITS);
    }

    /** Creates a table with explicit limits, so that tests can use several mapped segments with few rows. */
    DuplicateFinder(long rows, ScratchFolder scratch, long heapLimit, int segmentBits) throws IOException {
        this.rows = rows;
        this.segmentBits = segmentBits;
        this.slots = Math.max(FEWEST_SLOTS, rows + rows / 2);
        this.sha256 = Digests.sha256();
        this.segments = new ByteBuffer[(int) (((slots - 1) >> segmentBits) + 1)];
        boolean mapped = slots * SLOT_BYTES > heapLimit;
        for (int i = 0; i < segments.length; i++) {
            long inSegment = Math.min(1L << segmentBits, slots - ((long) i << segmentBits));
            int bytes = Math.toIntExact(inSegment * SLOT_BYTES);
            ByteBuffer segment = mapped ? map(scratch.path(), bytes) : ByteBuffer.allocate(bytes);
            segments[i] = segment.order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /**
     * The first row with an equal sequence, or {@code row} itself if there is none before. Rows must be given in order.
     */
    public long firstOf(byte[] sequence, int length, long row) {
        if (row >= rows) {
            throw new IllegalArgumentException("row " + row + " of a table for " + rows + " rows");
        }
        digest(sequence, length);
        long low = (long) LONGS.get(hash, 0);
        long high = (long) LONGS.get(hash, Long.BYTES);
        // Scales the hash to the slots by the upper half of a product; a remainder would cost a division.
        long slot = Math.multiplyHigh(low >>> 1, slots << 1);
        while (true) {
            ByteBuffer segment = segments[(int) (slot >> segmentBits)];
            int at = (int) (slot & ((1L << segmentBits) - 1)) * SLOT_BYTES;
            long found = segment.getLong(at + ROW_OFFSET);
            if (found == 0) {
                segment.putLong(at, low).putLong(at + Long.BYTES, high).putLong(at + ROW_OFFSET, row + 1);
                unique++;
                return row;
            }
            if (segment.getLong(at) == low && segment.getLong(at + Long.BYTES) == high) {
                return found - 1;
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
    }

    /** The number of distinct sequences so far. */
    public long unique() {
        return unique;
    }

    private void digest(byte[] sequence, int length) {
        sha256.update(sequence, 0, length);
        try {
            sha256.digest(hash, 0, DIGEST_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 does not fit into " + DIGEST_BYTES + " bytes", e);
        }
    }

    /**
     * Releases memory and disk immediately instead of when the garbage collector removes the mapping. Systems that do
     * not shrink a mapped file (Windows) release both when the mapping is gone.
     */
    @Override
    public void close() {
        segments = new ByteBuffer[0];
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            } catch (IOException e) {
                LOG.debug("{} keeps its length until it is removed", file, e);
            }
        }
        files.clear();
    }

    private ByteBuffer map(Path folder, int bytes) throws IOException {
        Path path = Files.createTempFile(folder, "duplicates-", ".tmp");
        files.add(path);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
            for (long at = 0; at < bytes; at += zeros.limit()) {
                zeros.clear().limit((int) Math.min(ZEROS, bytes - at));
                while (zeros.hasRemaining()) {
                    channel.write(zeros, at + zeros.position());
                }
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
        }
    }
}
