package org.virnuc.models.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Random access to the bytes of a file; a read beyond its end is refused with a message that the file is cut short.
 * Thread-safe.
 */
final class ZipBytes {

    private final FileChannel channel;
    private final long size;
    private final TorchRefusal refusal;

    ZipBytes(FileChannel channel, TorchRefusal refusal) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        this.refusal = refusal;
    }

    FileChannel channel() {
        return channel;
    }

    long size() {
        return size;
    }

    TorchRefusal refusal() {
        return refusal;
    }

    /** The bytes {@code offset .. offset + length - 1}, little-endian. */
    ByteBuffer at(long offset, int length) throws IOException {
        if (offset < 0 || offset > size - length) {
            throw refusal.damaged("is cut short: " + length + " bytes are needed from byte "
                    + Long.toUnsignedString(offset) + " on, it has " + size);
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw refusal.damaged("became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    /** Reads at least one and at most {@code length} bytes at {@code position} into the array. */
    int read(long position, byte[] target, int offset, int length) throws IOException {
        int count = channel.read(ByteBuffer.wrap(target, offset, length), position);
        if (count <= 0) {
            throw refusal.damaged("is cut short: it ends at byte " + position);
        }
        return count;
    }
}
