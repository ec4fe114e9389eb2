package org.virnuc.sequences;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream whose content is produced piece by piece, such as FASTA converted from another format. */
abstract class PieceStream extends InputStream {
    private byte[] ready = new byte[1 << 16];
    private int position;
    private int limit;

    /** Adds at least one byte, or none at the end of a complete file. */
    abstract void more() throws IOException;

    void put(byte b) {
        if (limit == ready.length) {
            ready = Arrays.copyOf(ready, 2 * limit);
        }
        ready[limit++] = b;
    }

    void put(byte[] bytes) {
        if (ready.length - limit < bytes.length) {
            ready = Arrays.copyOf(ready, Math.max(limit + bytes.length, 2 * ready.length));
        }
        System.arraycopy(bytes, 0, ready, limit, bytes.length);
        limit += bytes.length;
    }

    /** Whether nothing has been added yet. */
    boolean isEmpty() {
        return limit == 0;
    }

    @Override
    public int read() throws IOException {
        return position < limit || fill() ? ready[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length > 0 && position == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(ready, position, into, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        more();
        return limit > 0;
    }
}
