package org.virnuc.sequences;

import htsjdk.samtools.util.BlockCompressedStreamConstants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/** Decompressed content, without a byte order mark, whose beginning has been looked at. */
final class InputContent {
    private static final int HEAD_BYTES = 512;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final byte[] head;
    private final InputStream rest;
    private final RawStream raw;
    private final boolean blocks;

    private InputContent(byte[] head, InputStream rest, RawStream raw, boolean blocks) {
        this.head = head;
        this.rest = rest;
        this.raw = raw;
        this.blocks = blocks;
    }

    /**
     * Begins to read.
     *
     * @param name what messages call it
     * @throws InputException where there is nothing to read
     */
    static InputContent of(String name, InputStream source) throws IOException {
        RawStream raw = new RawStream(name, source);
        InputStream content = raw;
        byte[] head = content.readNBytes(HEAD_BYTES);
        if (head.length == 0) {
            throw new InputException(name + ": the file is empty; name a FASTA file with at least one record");
        }
        boolean blocks = startsWith(head, BlockCompressedStreamConstants.GZIP_BLOCK_PREAMBLE);
        Compression compression = Compression.of(head);
        if (compression != null) {
            content = compression.decode(name, join(head, content));
            head = content.readNBytes(HEAD_BYTES);
            if (head.length == 0) {
                throw new InputException(name + ": nothing is compressed in this " + compression.word()
                        + " file; name one with at least one record");
            }
        }
        byte[] text = startsWith(head, BYTE_ORDER_MARK)
                ? Arrays.copyOfRange(head, BYTE_ORDER_MARK.length, head.length)
                : head;
        return new InputContent(text, content, raw, blocks);
    }

    /** How it begins. */
    byte[] head() {
        return head;
    }

    /** All of it; asked for once. */
    InputStream all() {
        return join(head, rest);
    }

    /** Whether what was read to its end is a whole file of bgzip; true of anything that is compressed otherwise. */
    boolean endsWhole() {
        return !blocks || raw.endsWith(BlockCompressedStreamConstants.EMPTY_GZIP_BLOCK);
    }

    private static boolean startsWith(byte[] head, byte[] mark) {
        return head.length >= mark.length && Arrays.equals(head, 0, mark.length, mark, 0, mark.length);
    }

    private static InputStream join(byte[] head, InputStream rest) {
        return new SequenceInputStream(new ByteArrayInputStream(head), rest);
    }

    /** Turns what the operating system says while reading into the user's message. */
    private static final class RawStream extends TailStream {
        private final String name;

        RawStream(String name, InputStream source) {
            super(source);
            this.name = name;
        }

        @Override
        int readSome(byte[] into, int offset, int length) {
            try {
                return in.read(into, offset, length);
            } catch (IOException e) {
                throw InputFile.refused(name, e);
            }
        }
    }
}
