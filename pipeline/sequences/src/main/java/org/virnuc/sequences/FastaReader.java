package org.virnuc.sequences;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Pulls the records out of a FASTA file one by one. Bytes pass through as they are (ISO-8859-1): ids and the case of
 * letters are never changed. Lines may end in LF, CRLF or CR; blank lines and blanks within lines are skipped.
 *
 * <p>{@link #next} reads one record whole, which may have no letters; its id is the header up to the first white space, and its sequence is held in the
 * heap up to a limit and in a scratch file beyond it.
 */
public final class FastaReader implements Closeable {
    /** The most heap that one record's sequence takes. */
    public static final int HEAP_LIMIT = 32 << 20;

    /** The longest id: far beyond any real one, and an end to reading a binary file as one header. */
    static final int ID_LIMIT = 1 << 20;

    private static final int BUFFER_BYTES = 1 << 17;
    private static final int FIRST_ID_BYTES = 256;
    private static final int STRIDE = 8;

    private final FastaContent content;
    private final InputStream in;
    private final byte[] classes;
    private final boolean checked;
    private final FastaFault fault;
    private final SequenceBuffer sequence;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long line = 1;
    private byte[] id = new byte[FIRST_ID_BYTES];
    private int idLength;
    private long headerLine;
    private boolean started;
    private boolean rna;

    FastaReader(String name, InputStream in, boolean checked, SequenceBuffer sequence) {
        this(name, FastaContent.of(in), checked, sequence);
    }

    private FastaReader(String name, FastaContent content, boolean checked, SequenceBuffer sequence) {
        this.content = content;
        this.in = content.in();
        this.checked = checked;
        this.classes = checked ? FastaAlphabet.nucleotides() : FastaAlphabet.anything();
        this.fault = new FastaFault(name);
        this.sequence = sequence;
    }

    /**
     * Reads what a user has named, checking every letter.
     *
     * @param name what messages call it
     * @throws InputException here or from {@link #next}, where it is not FASTA of nucleotides
     */
    public static FastaReader open(Path path, String name, ScratchFolder scratch) throws IOException {
        return open(path, name, Optional.empty(), scratch);
    }

    /** The same, where reads may be differences to the FASTA {@code reference}. */
    public static FastaReader open(Path path, String name, Optional<Path> reference, ScratchFolder scratch)
            throws IOException {
        FastaContent content = InputFile.content(path, name, reference);
        return new FastaReader(name, content, true, new SequenceBuffer(HEAP_LIMIT, scratch));
    }

    /** Reads a file that this program has written: not compressed, any letters, perhaps no record at all. */
    public static FastaReader trusted(Path path) throws IOException {
        InputStream in = Files.newInputStream(path);
        return new FastaReader(path.toString(), in, false, new SequenceBuffer(HEAP_LIMIT, ScratchFolder.none()));
    }

    /** Reads the next record; false at the end of the file. */
    public boolean next() throws IOException {
        if (!started) {
            started = true;
            if (!findFirstHeader()) {
                return false;
            }
        } else if (peek() < 0) {
            return false;
        }
        readHeader();
        sequence.clear();
        rna = false;
        for (int b = peek(); b >= 0 && b != '>'; b = peek()) {
            rna |= readLine();
        }
        return true;
    }

    /** The current record's id: the first {@link #idLength} bytes of an array that the next record overwrites. */
    public byte[] idBytes() {
        return id;
    }

    public int idLength() {
        return idLength;
    }

    /** The current record's id, each byte a character (ISO-8859-1). */
    public String id() {
        return new String(id, 0, idLength, StandardCharsets.ISO_8859_1);
    }

    /** The line of the current record's header, from 1. */
    public long line() {
        return headerLine;
    }

    /** The number of letters of the current record. */
    public long length() {
        return sequence.length();
    }

    /** Whether the current record has uracil. */
    public boolean isRna() {
        return rna;
    }

    /** What was left out of a file of reads so far; nothing in other formats. */
    public ReadCounts readCounts() {
        return content.counts();
    }

    /** Whether the file, read to its end, has the mark that whole files end with; true where its format has none. */
    public boolean endsWhole() throws IOException {
        return content.endsWhole();
    }

    /** Copies {@code count} letters of the current record, from {@code start} on; fast from front to back. */
    public void copy(long start, byte[] into, int offset, int count) throws IOException {
        sequence.copy(start, into, offset, count);
    }

    /** All letters of the current record. */
    public String sequenceText() throws IOException {
        byte[] letters = new byte[Math.toIntExact(sequence.length())];
        sequence.copy(0, letters, 0, letters.length);
        return new String(letters, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        try (in) {
            sequence.close();
        }
    }

    private boolean findFirstHeader() throws IOException {
        for (int b = peek(); b >= 0; b = peek()) {
            if (b == '>') {
                return true;
            }
            byte kind = classes[b];
            if (kind == FastaAlphabet.LINE_END) {
                endLine();
            } else if (kind == FastaAlphabet.BLANK) {
                position++;
            } else {
                throw fault.textBeforeFirstHeader(line, buffer, position, limit);
            }
        }
        if (checked && !content.mayBeEmpty()) {
            throw fault.nothingButBlanks();
        }
        return false;
    }

    /** Reads the header at the current '>', its line end included. */
    private void readHeader() throws IOException {
        headerLine = line;
        position++;
        idLength = 0;
        int b = peek();
        while (b == ' ' || b == '\t') {
            position++;
            b = peek();
        }
        while (b >= 0 && !FastaAlphabet.isWhiteSpace((byte) b)) {
            addToId((byte) b);
            position++;
            b = peek();
        }
        if (idLength == 0) {
            throw fault.emptyId(line);
        }
        skipDescription();
    }

    private void addToId(byte b) {
        if (b == 0) {
            throw fault.binary(line);
        }
        if (idLength == id.length) {
            if (idLength >= ID_LIMIT) {
                throw fault.longId(line, ID_LIMIT);
            }
            id = Arrays.copyOf(id, 2 * idLength);
        }
        id[idLength++] = b;
    }

    private void skipDescription() throws IOException {
        for (int b = peek(); b >= 0; b = peek()) {
            if (b == '\n' || b == '\r') {
                endLine();
                return;
            }
            if (b == 0) {
                throw fault.binary(line);
            }
            position++;
        }
    }

    /** Reads one line of a sequence, its end included; whether it holds uracil. */
    private boolean readLine() throws IOException {
        boolean rna = false;
        while (position < limit || fill()) {
            rna |= readLetters();
            byte kind = position < limit ? classes[buffer[position] & 0xff] : FastaAlphabet.LETTER;
            if (kind == FastaAlphabet.LINE_END) {
                endLine();
                return rna;
            }
            if (kind == FastaAlphabet.BLANK) {
                position++;
            } else if (kind == FastaAlphabet.REFUSED) {
                throw fault.refusedLetter(line, buffer[position], id, idLength);
            }
        }
        return rna;
    }

    /** Takes letters up to something else or the end of the buffer; whether one is uracil. */
    private boolean readLetters() throws IOException {
        byte[] bytes = buffer;
        byte[] table = classes;
        int end = limit;
        int at = position;
        int seen = 0;
        // Eight at once, for one branch instead of eight: half of the time of the whole reader.
        while (at + STRIDE <= end) {
            int joined = table[bytes[at] & 0xff]
                    | table[bytes[at + 1] & 0xff]
                    | table[bytes[at + 2] & 0xff]
                    | table[bytes[at + 3] & 0xff]
                    | table[bytes[at + 4] & 0xff]
                    | table[bytes[at + 5] & 0xff]
                    | table[bytes[at + 6] & 0xff]
                    | table[bytes[at + 7] & 0xff];
            if (joined > FastaAlphabet.LAST_LETTER) {
                break;
            }
            seen |= joined;
            at += STRIDE;
        }
        while (at < end && table[bytes[at] & 0xff] <= FastaAlphabet.LAST_LETTER) {
            seen |= table[bytes[at++] & 0xff];
        }
        sequence.append(bytes, position, at - position);
        position = at;
        return seen != 0;
    }

    /** Steps over LF, CRLF or CR. */
    private void endLine() throws IOException {
        byte b = buffer[position++];
        if (b == '\r' && peek() == '\n') {
            position++;
        }
        line++;
    }

    /** The next byte, or -1 at the end. */
    private int peek() throws IOException {
        return position < limit || fill() ? buffer[position] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }
}
