package org.virnuc.sequences;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Counts the bytes read and keeps the last ones, to check for the end marker of a format. */
final class TailRecordingInputStream extends FilterInputStream {
    private static final int KEPT = 64;

    private final byte[] tail = new byte[KEPT];
    private int kept;
    private long count;

    TailRecordingInputStream(InputStream source) {
        super(source);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        if (read > 0) {
            keep(into, offset + read - Math.min(read, KEPT), Math.min(read, KEPT));
            count += read;
        }
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        return bytes <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(bytes, 1 << 13)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** The number of bytes read so far. */
    long count() {
        return count;
    }

    /** Whether the bytes read so far end with {@code mark}, which has at most {@value #KEPT} bytes. */
    boolean endsWith(byte[] mark) {
        return kept >= mark.length && Arrays.equals(tail, kept - mark.length, kept, mark, 0, mark.length);
    }

    private void keep(byte[] from, int offset, int length) {
        int old = Math.min(kept, KEPT - length);
        System.arraycopy(tail, kept - old, tail, 0, old);
        System.arraycopy(from, offset, tail, old, length);
        kept = old + length;
    }
}
