package org.virnuc.sequences;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Remembers the last bytes that were read: formats that end with a mark are whole only where it is there. */
class TailStream extends FilterInputStream {
    private static final int KEPT = 64;

    private final byte[] tail = new byte[KEPT];
    private int kept;

    TailStream(InputStream source) {
        super(source);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        int count = readSome(into, offset, length);
        if (count > 0) {
            keep(into, offset + count - Math.min(count, KEPT), Math.min(count, KEPT));
        }
        return count;
    }

    /** Reads as a stream does. */
    int readSome(byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, length);
    }

    @Override
    public final long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 1 << 13)]));
    }

    @Override
    public final boolean markSupported() {
        return false;
    }

    /** Whether what was read so far ends so; no longer than {@value #KEPT} bytes. */
    final boolean endsWith(byte[] mark) {
        return kept >= mark.length && Arrays.equals(tail, kept - mark.length, kept, mark, 0, mark.length);
    }

    private void keep(byte[] from, int offset, int count) {
        int old = Math.min(kept, KEPT - count);
        System.arraycopy(tail, kept - old, tail, 0, old);
        System.arraycopy(from, offset, tail, old, count);
        kept = old + count;
    }
}
