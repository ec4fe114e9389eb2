package org.virnuc.pipeline.sequence;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.virnuc.pipeline.InputException;

/**
 * Opens what the user named, decompressed: a file, a pipe, or standard input. {@link Compression} is recognised by its
 * content, whatever the name; every member is read, and a damaged or truncated one is an error, never a silent end. FASTQ comes out as
 * FASTA.
 */
public final class InputFile {
    /** Stands for standard input on the command line. */
    public static final Path STANDARD_INPUT = Path.of("-");

    private static final int HEAD_BYTES = 512;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private InputFile() {}

    /** What messages call it. */
    public static String name(Path path) {
        return STANDARD_INPUT.equals(path) ? "standard input" : path.toString();
    }

    /**
     * The decoded content, at its first byte after a byte order mark.
     *
     * @param name what messages call it
     * @throws InputException where it cannot be opened, is empty, or begins like another format; and from a read of the
     *     stream where the data cannot be read on
     */
    public static InputStream open(Path path, String name) throws IOException {
        InputStream raw = STANDARD_INPUT.equals(path) ? standardInput() : openFile(path, name);
        try {
            return decode(name, raw);
        } catch (IOException | InputException e) {
            raw.close();
            throw e;
        }
    }

    /** Decodes a stream; {@code name} is for messages. */
    static InputStream decode(String name, InputStream source) throws IOException {
        InputStream content = new RawStream(name, source);
        byte[] head = content.readNBytes(HEAD_BYTES);
        if (head.length == 0) {
            throw new InputException(name + ": the file is empty; name a FASTA file with at least one record");
        }
        Compression compression = Compression.of(head);
        if (compression != null) {
            content = compression.decode(name, join(head, 0, content));
            head = content.readNBytes(HEAD_BYTES);
            if (head.length == 0) {
                throw new InputException(name + ": nothing is compressed in this " + compression.word()
                        + " file; name one with at least one record");
            }
        }
        ForeignFormat foreign = ForeignFormat.of(head);
        if (foreign != null && foreign != ForeignFormat.FASTQ) {
            throw new InputException(
                    name + ", line 1: this is " + foreign.description() + ", not FASTA; " + foreign.advice());
        }
        InputStream text = join(head, startsWith(head, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0, content);
        return foreign == ForeignFormat.FASTQ ? new FastqStream(name, text) : text;
    }

    /** The one-line message for a file that cannot be opened or read. */
    static InputException refused(String name, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new InputException(name + ": no such file; check the path", cause);
        }
        if (cause instanceof AccessDeniedException) {
            return new InputException(name + ": no permission to read it; check with: ls -l", cause);
        }
        String reason = cause.getMessage();
        return new InputException(
                name + ": cannot be read (" + (reason == null ? cause.getClass().getSimpleName() : reason)
                        + "); check the path and the disk",
                cause);
    }

    private static InputStream openFile(Path path, String name) {
        if (Files.isDirectory(path)) {
            throw new InputException(name + ": this is a directory; name the FASTA files in it");
        }
        try {
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw refused(name, e);
        }
    }

    /** Standard input belongs to the process and stays open. */
    private static InputStream standardInput() {
        return new FilterInputStream(System.in) {
            @Override
            public void close() {}
        };
    }

    private static boolean startsWith(byte[] head, byte[] mark) {
        return head.length >= mark.length && Arrays.equals(head, 0, mark.length, mark, 0, mark.length);
    }

    private static InputStream join(byte[] head, int from, InputStream rest) {
        return new SequenceInputStream(new ByteArrayInputStream(head, from, head.length - from), rest);
    }

    /** Turns what the operating system says while reading into the user's message. */
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
                throw refused(name, e);
            }
        }
    }
}
