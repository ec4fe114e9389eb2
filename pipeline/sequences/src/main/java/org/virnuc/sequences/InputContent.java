package org.virnuc.sequences;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Decompressed content without a byte order mark, whose first bytes have been read to detect the format. */
final class InputContent {
    private static final int HEAD_BYTES = 512;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final byte[] head;
    private final InputStream rest;
    private final BooleanSupplier whole;

    private InputContent(byte[] head, InputStream rest, BooleanSupplier whole) {
        this.head = head;
        this.rest = rest;
        this.whole = whole;
    }

    /**
     * Opens a source.
     *
     * @param name name of the source in messages
     * @throws InputException if it is empty and not called FASTQ, which is without content where there are no reads
     */
    static InputContent of(String name, InputStream source) throws IOException {
        InputStream content = new RawStream(name, source);
        BooleanSupplier whole = () -> true;
        byte[] head = content.readNBytes(HEAD_BYTES);
        if (head.length == 0 && !SequenceFormat.mayBeWithoutBytes(name)) {
            throw new InputException(name + ": the file is empty; name a FASTA file with at least one record");
        }
        Compression compression = Compression.of(head);
        if (compression != null) {
            Compression.Decoded decoded = compression.decode(name, join(head, content));
            content = decoded;
            whole = decoded::endsWhole;
            head = content.readNBytes(HEAD_BYTES);
            if (head.length == 0 && !SequenceFormat.mayCompressNothing(name)) {
                throw new InputException(name + ": nothing is compressed in this " + compression.word()
                        + " file; name one with at least one record");
            }
        }
        byte[] text = startsWith(head, BYTE_ORDER_MARK)
                ? Arrays.copyOfRange(head, BYTE_ORDER_MARK.length, head.length)
                : head;
        return new InputContent(text, content, whole);
    }

    /** The first bytes of the content. */
    byte[] head() {
        return head;
    }

    /** All content, including the first bytes. Call it once. */
    InputStream all() {
        return join(head, rest);
    }

    /** Whether the content, after reading it completely, is whole as far as the compression format shows. */
    boolean endsWhole() {
        return whole.getAsBoolean();
    }

    private static boolean startsWith(byte[] head, byte[] mark) {
        return head.length >= mark.length && Arrays.equals(head, 0, mark.length, mark, 0, mark.length);
    }

    private static InputStream join(byte[] head, InputStream rest) {
        return new SequenceInputStream(new ByteArrayInputStream(head), rest);
    }

    /** Converts read errors of the operating system into messages for the user. */
    private static final class RawStream extends FilterInputStream {
        private final String name;

        RawStream(String name, InputStream source) {
            super(source);
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            try {
                return in.read(into, offset, length);
            } catch (IOException e) {
                throw InputFile.refused(name, e);
            }
        }
    }
}
