package org.virnuc.sequences;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of any length, held in the heap up to a limit and in a scratch file beyond it. The length of a record must
 * be known before its first chunk is cut, and heap use must stay constant even for a chromosome. Append letters, then
 * {@link #copy} parts, preferably from front to back. {@link #clear} starts the next sequence and keeps the memory and
 * the file.
 */
final class SequenceBuffer implements Closeable {
    private static final int FIRST_BYTES = 1 << 16;

    private final int heapLimit;
    private final ScratchFolder scratch;
    private byte[] heap;
    private int used;
    private long length;
    private @Nullable FileChannel file;
    private long fileLength;
    /** The position in the sequence of the first byte in the heap. */
    private long windowStart;

    /**
     * Creates an empty buffer.
     *
     * @param heapLimit maximum bytes of one sequence in the heap
     */
    SequenceBuffer(int heapLimit, ScratchFolder scratch) {
        this.heapLimit = heapLimit;
        this.scratch = scratch;
        this.heap = new byte[Math.min(FIRST_BYTES, heapLimit)];
    }

    void clear() {
        used = 0;
        length = 0;
        fileLength = 0;
        windowStart = 0;
    }

    void append(byte[] bytes, int offset, int count) throws IOException {
        int at = offset;
        int left = count;
        while (left > 0) {
            if (used == heap.length) {
                growOrSpill(left);
            }
            int n = Math.min(left, heap.length - used);
            System.arraycopy(bytes, at, heap, used, n);
            used += n;
            length += n;
            at += n;
            left -= n;
        }
    }

    long length() {
        return length;
    }

    /**
     * Copies {@code count} bytes of the sequence from {@code start} on. After the first copy, nothing may be appended.
     */
    void copy(long start, byte[] into, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(start, count, length);
        if (fileLength > 0) {
            writeHeap();
        }
        int at = offset;
        long position = start;
        int left = count;
        while (left > 0) {
            if (position < windowStart || position >= windowStart + used) {
                readWindow(position);
            }
            int from = (int) (position - windowStart);
            int n = Math.min(left, used - from);
            System.arraycopy(heap, from, into, at, n);
            position += n;
            at += n;
            left -= n;
        }
    }

    /** The bytes of heap in use, regardless of the sequence's length. */
    int heapBytes() {
        return heap.length;
    }

    /** Whether the current sequence exceeded the heap limit. */
    boolean spilled() {
        return fileLength > 0;
    }

    @Override
    public void close() throws IOException {
        FileChannel open = file;
        if (open != null) {
            open.close();
            file = null;
        }
    }

    private void growOrSpill(int wanted) throws IOException {
        if (heap.length < heapLimit) {
            long doubled = Math.max(2L * heap.length, (long) used + wanted);
            heap = Arrays.copyOf(heap, (int) Math.min(doubled, heapLimit));
        } else {
            writeHeap();
            windowStart = fileLength;
            used = 0;
        }
    }

    /** Writes all bytes in the heap to the file; the heap remains a valid window of it. */
    private void writeHeap() throws IOException {
        if (windowStart + used <= fileLength) {
            return;
        }
        FileChannel channel = file();
        ByteBuffer source = ByteBuffer.wrap(heap, 0, used);
        while (source.hasRemaining()) {
            fileLength += channel.write(source, fileLength);
        }
    }

    private void readWindow(long position) throws IOException {
        FileChannel channel = file();
        ByteBuffer target = ByteBuffer.wrap(heap, 0, (int) Math.min(heap.length, length - position));
        while (target.hasRemaining()) {
            if (channel.read(target, position + target.position()) < 0) {
                throw new EOFException("a scratch file has become shorter while it was in use");
            }
        }
        windowStart = position;
        used = target.position();
    }

    private FileChannel file() throws IOException {
        FileChannel open = file;
        if (open == null) {
            Path path = Files.createTempFile(scratch.path(), "record-", ".tmp");
            open = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            file = open;
        }
        return open;
    }
}
