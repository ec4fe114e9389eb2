package org.virnuc.pipeline.stages;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnuc.sequences.Quoted;

/**
 * The format of {@code records.tsv}: one line for each input record, in input order.
 *
 * <p>The first line is {@code record TAB length TAB chunks}. Then, a line a record: the id as given (it holds no white
 * space), its length in bases, and the number of its chunks. ISO-8859-1, so that ids of any encoding pass through.
 */
public final class RecordTable {
    static final String FILE_NAME = "records.tsv";

    private static final String HEADER = "record\tlength\tchunks";
    private static final char TAB = '\t';

    private RecordTable() {}

    /**
     * One input record.
     *
     * @param id as given, each byte a character (ISO-8859-1)
     * @param length in bases
     */
    public record Row(String id, long length, long chunks) {}

    /** Streams the table. */
    public static final class Reader implements Closeable {
        private final Path path;
        private final BufferedReader lines;

        Reader(Path path) throws IOException {
            this.path = path;
            this.lines = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1);
            String header = lines.readLine();
            if (!HEADER.equals(header)) {
                lines.close();
                throw new IOException(path + " is not a record table: it begins with "
                        + Quoted.of(String.valueOf(header)) + ", expected '" + HEADER + "'");
            }
        }

        /** The next record, or null at the end. */
        public @Nullable Row next() throws IOException {
            String line = lines.readLine();
            if (line == null) {
                return null;
            }
            int last = line.lastIndexOf(TAB);
            int first = line.lastIndexOf(TAB, last - 1);
            if (first <= 0) {
                throw new IOException(path + ": a row without three columns: " + Quoted.of(line));
            }
            long length = Long.parseLong(line, first + 1, last, 10);
            return new Row(line.substring(0, first), length, Long.parseLong(line, last + 1, line.length(), 10));
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    /** Writes the table. Call {@link #flush} at the end; the stream stays open. */
    static final class Writer {
        private static final int BUFFER_CHARACTERS = 1 << 16;

        private final OutputStream out;
        private final StringBuilder text = new StringBuilder(HEADER).append('\n');

        Writer(OutputStream out) {
            this.out = out;
        }

        void add(Row row) throws IOException {
            text.append(row.id()).append(TAB).append(row.length()).append(TAB).append(row.chunks());
            text.append('\n');
            if (text.length() >= BUFFER_CHARACTERS) {
                flush();
            }
        }

        void flush() throws IOException {
            out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            text.setLength(0);
        }
    }
}
