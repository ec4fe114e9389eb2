package org.virnuc.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reads files that are held in memory as a whole, such as settings and records of runs. Each is read up to a limit, so
 * that a huge or endless file, or a small one that decompresses to a huge one, is refused instead of filling the memory.
 */
public final class SmallFile {
    /** Limit for files that a person writes, such as a run file. */
    public static final int BY_HAND = 1 << 20;

    /** Limit for files that the program writes, such as a manifest or a report. */
    public static final int RECORD = 64 << 20;

    /** Limit for tables with a row for each of a user's records. */
    public static final int TABLE = 256 << 20;

    private SmallFile() {}

    /** A file has more bytes than any such file has. The message says how many are allowed, and does not name the file. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        private TooLargeException(int most) {
            super("more than " + (most >> 20) + " MiB, which no such file has");
        }
    }

    /**
     * Reads a file.
     *
     * @param most limit in bytes
     * @throws TooLargeException if the file has more bytes
     */
    public static byte[] read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, most);
        }
    }

    /**
     * Reads a file as UTF-8 text. A byte that is none becomes a replacement character, so that every file is some text,
     * and its parser is the only one to judge it.
     *
     * @param most limit in bytes
     * @throws TooLargeException if the file has more bytes
     */
    public static String text(Path file, int most) throws IOException {
        return new String(read(file, most), StandardCharsets.UTF_8);
    }

    /**
     * Reads a stream to its end.
     *
     * @param most limit in bytes
     * @throws TooLargeException if the stream has more bytes
     */
    public static byte[] read(InputStream in, int most) throws IOException {
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new TooLargeException(most);
        }
        return bytes;
    }

    /**
     * Decompresses gzip.
     *
     * @param most limit of the decompressed content, in bytes
     * @throws TooLargeException if there is more content
     */
    public static byte[] gunzip(byte[] compressed, int most) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return read(gzip, most);
        }
    }
}
