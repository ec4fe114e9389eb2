package org.virnuc.sequences;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes FASTA records through its own buffer, which makes short pieces cheap. To write a record, call {@link #begin},
 * {@link #id} and {@link #number} as often as needed, then either {@link #sequence} or {@link #beginLetters},
 * {@link #letters} and {@link #end}. Call {@link #flush} after the last record; the stream stays open.
 */
public final class FastaWriter {
    /** The line width of BioPython and therefore of VirNucPro's chunk file. */
    public static final int BIOPYTHON_COLUMNS = 60;

    /** One line per sequence, as in VirNucPro's nucleotide and protein files. */
    public static final int ONE_LINE = Integer.MAX_VALUE;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int DIGITS = 20;

    private final OutputStream out;
    private final int columns;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used;
    private int column;
    private final byte[] digits = new byte[DIGITS];

    /**
     * Creates a writer to a stream.
     *
     * @param columns letters per line, or {@link #ONE_LINE}
     */
    public FastaWriter(OutputStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    /** Starts a header. */
    public void begin() throws IOException {
        put('>');
    }

    /** Appends bytes to the header. */
    public void id(byte[] bytes, int length) throws IOException {
        put(bytes, 0, length);
    }

    /** Appends a decimal number to the header; it must not be negative. */
    public void number(long value) throws IOException {
        int at = DIGITS;
        long left = value;
        do {
            digits[--at] = (byte) ('0' + left % 10);
            left /= 10;
        } while (left > 0);
        put(digits, at, DIGITS - at);
    }

    /** Ends the header and writes the complete sequence. */
    public void sequence(byte[] letters, int offset, int length) throws IOException {
        put('\n');
        int at = offset;
        int left = length;
        while (left > 0) {
            int n = Math.min(left, columns);
            put(letters, at, n);
            put('\n');
            at += n;
            left -= n;
        }
    }

    /** Ends the header; the sequence follows in pieces, written with {@link #letters}. */
    public void beginLetters() throws IOException {
        put('\n');
        column = 0;
    }

    /** Appends letters to the sequence. */
    public void letters(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (column == columns) {
                put('\n');
                column = 0;
            }
            int n = Math.min(left, columns - column);
            put(bytes, at, n);
            column += n;
            at += n;
            left -= n;
        }
    }

    /** Ends a sequence that was written in pieces. */
    public void end() throws IOException {
        if (column > 0) {
            put('\n');
        }
    }

    /** Writes all buffered bytes to the stream. */
    public void flush() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
    }

    private void put(char c) throws IOException {
        if (used == BUFFER_BYTES) {
            flush();
        }
        buffer[used++] = (byte) c;
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
        if (length > BUFFER_BYTES - used) {
            flush();
            if (length > BUFFER_BYTES) {
                out.write(bytes, offset, length);
                return;
            }
        }
        System.arraycopy(bytes, offset, buffer, used, length);
        used += length;
    }
}
