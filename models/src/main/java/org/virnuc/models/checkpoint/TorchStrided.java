package org.virnuc.models.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * Writes a strided tensor in row-major order. The bytes between its first and last element are mapped into memory and
 * not read, so that the heap holds one buffer whatever the tensor's size. The mapping ends with this object.
 */
final class TorchStrided {

    private static final int SEGMENT_BITS = 30;
    private static final long SEGMENT_MASK = (1L << SEGMENT_BITS) - 1;
    private static final int BUFFER_BYTES = 64 << 10;

    private final ByteBuffer[] segments;
    private final long[] shape;
    private final long[] step;
    private final int width;

    /**
     * Maps the tensor's bytes.
     *
     * @param start position in the file where the storage starts
     */
    TorchStrided(FileChannel channel, long start, TorchTensor tensor) throws IOException {
        width = tensor.storage().type().bytes();
        shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        step = tensor.stride().stream().mapToLong(stride -> stride * width).toArray();
        long span = width;
        for (int i = 0; i < shape.length; i++) {
            span += (shape[i] - 1) * step[i];
        }
        segments = new ByteBuffer[(int) ((span + SEGMENT_MASK) >>> SEGMENT_BITS)];
        long first = start + tensor.offset() * width;
        for (int i = 0; i < segments.length; i++) {
            long from = (long) i << SEGMENT_BITS;
            segments[i] = channel.map(MapMode.READ_ONLY, first + from, Math.min(span - from, SEGMENT_MASK + 1));
        }
    }

    /** Writes every element once. */
    void copyTo(OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        int inner = shape.length - 1;
        long[] index = new long[shape.length];
        long row = 0;
        do {
            for (long i = 0; i < shape[inner]; i++) {
                if (!buffer.hasRemaining()) {
                    out.write(buffer.array(), 0, buffer.position());
                    buffer.clear();
                }
                put(buffer, row + i * step[inner]);
            }
            row = advance(index, row);
        } while (row >= 0);
        out.write(buffer.array(), 0, buffer.position());
    }

    /** The position of the next row; -1 after the last. */
    private long advance(long[] index, long row) {
        long next = row;
        for (int i = shape.length - 2; i >= 0; i--) {
            next += step[i];
            index[i]++;
            if (index[i] < shape[i]) {
                return next;
            }
            next -= shape[i] * step[i];
            index[i] = 0;
        }
        return -1;
    }

    /** Elements never cross a segment border, because the segment size is a multiple of the element size. */
    private void put(ByteBuffer buffer, long at) {
        ByteBuffer segment = segments[(int) (at >>> SEGMENT_BITS)];
        int position = (int) (at & SEGMENT_MASK);
        switch (width) {
            case Byte.BYTES -> buffer.put(segment.get(position));
            case Short.BYTES -> buffer.putShort(segment.getShort(position));
            case Integer.BYTES -> buffer.putInt(segment.getInt(position));
            default -> buffer.putLong(segment.getLong(position));
        }
    }
}
