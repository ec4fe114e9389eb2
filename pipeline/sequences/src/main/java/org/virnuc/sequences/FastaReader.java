package org.virnuc.sequences;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the records of a FASTA file one by one. Bytes are kept as they are (ISO-8859-1): ids and the case of letters
 * never change. Lines may end in LF, CRLF or CR; blank lines and blanks within lines are skipped.
 *
 * <p>{@link #next} reads one complete record, which may have no letters. Its id is the header up to the first white
 * space. Its sequence is held in the heap up to a limit and in a scratch file beyond it.
 */
public final class FastaReader implements Closeable {
    /** The maximum heap for one record's sequence, in bytes. */
    public static final int HEAP_LIMIT = 32 << 20;

    /**
     * The maximum id length in bytes: far beyond any real id, and a limit for binary files that look like one long
     * header.
     */
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
     * Opens a file that a user named, and checks every letter.
     *
     * @param name the file's name in messages
     * @throws InputException here or from {@link #next}, if the file is not nucleotide FASTA
     */
    public static FastaReader open(Path path, String name, ScratchFolder scratch) throws IOException {
        return open(path, name, Optional.empty(), scratch);
    }

    /** Opens a file that a user named. CRAM reads are decoded against the FASTA file {@code reference}. */
    public static FastaReader open(Path path, String name, Optional<Path> reference, ScratchFolder scratch)
            throws IOException {
        FastaContent content = InputFile.content(path, name, reference);
        return new FastaReader(name, content, true, new SequenceBuffer(HEAP_LIMIT, scratch));
    }

    /** Opens content that fits into memory. */
    static FastaReader of(String name, FastaContent content) {
        return new FastaReader(name, content, true, new SequenceBuffer(HEAP_LIMIT, ScratchFolder.none()));
    }

    /** Opens a file that this program wrote: uncompressed, with any letters, possibly without records. */
    public static FastaReader trusted(Path path) throws IOException {
        return trusted(path, 0);
    }

    /** Opens a file that this program wrote at the byte where a record begins, or at its end. */
    public static FastaReader trusted(Path path, long from) throws IOException {
        InputStream in = from == 0 ? Files.newInputStream(path) : at(path, from);
        return new FastaReader(path.toString(), in, false, new SequenceBuffer(HEAP_LIMIT, ScratchFolder.none()));
    }

    private static InputStream at(Path path, long from) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(path);
        try {
            return Channels.newInputStream(channel.position(from));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Reads the next record. Returns false at the end of the file. */
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

    /** The current record's id, one character per byte (ISO-8859-1). */
    public String id() {
        return new String(id, 0, idLength, StandardCharsets.ISO_8859_1);
    }

    /** The line number of the current record's header, from 1. */
    public long line() {
        return headerLine;
    }

    /** The number of letters of the current record. */
    public long length() {
        return sequence.length();
    }

    /** Whether the current record contains uracil. */
    public boolean isRna() {
        return rna;
    }

    /** Counts of skipped and unusual reads so far; empty for other formats. */
    public ReadCounts readCounts() {
        return content.counts();
    }

    /** Whether the file, after reading it completely, has the end marker of its format. True if the format has none. */
    public boolean endsWhole() throws IOException {
        return content.endsWhole();
    }

    /** Copies {@code count} letters of the current record from {@code start} on. Reading from front to back is fast. */
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

    /** Reads the header at the current '>', including its line end. */
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

    /** Reads one sequence line including its line end; returns whether it contains uracil. */
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

    /** Reads letters up to another byte or the end of the buffer; returns whether one is uracil. */
    private boolean readLetters() throws IOException {
        byte[] bytes = buffer;
        byte[] table = classes;
        int end = limit;
        int at = position;
        int seen = 0;
        // Eight bytes per step need one branch instead of eight, which halves the time of the whole reader.
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

    /** Skips LF, CRLF or CR. */
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
