package org.virnuc.sequences;

import com.google.code.externalsorting.ExternalSort;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Sorts lines by their bytes on disk. The heap holds one block, regardless of the number of lines. */
public final class SortedLines {
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;
    private static final int MOST_FILES = 1024;
    private static final long BLOCK_BYTES = 64L << 20;

    private SortedLines() {}

    /**
     * Appends the lines of a file to a stream, sorted by the text before the first tab, then by the rest.
     *
     * @param scratch a folder for temporary files
     */
    public static void append(Path unsorted, Path scratch, OutputStream out) throws IOException {
        Comparator<String> order =
                Comparator.<String, String>comparing(SortedLines::key).thenComparing(Comparator.naturalOrder());
        List<File> blocks;
        try (BufferedReader lines = Files.newBufferedReader(unsorted, BYTES)) {
            blocks = ExternalSort.sortInBatch(
                    lines,
                    Files.size(unsorted),
                    order,
                    MOST_FILES,
                    BLOCK_BYTES,
                    BYTES,
                    scratch.toFile(),
                    false,
                    0,
                    false,
                    false);
        }
        LineFeedWriter writer = new LineFeedWriter(new OutputStreamWriter(new NonClosingOutputStream(out), BYTES));
        ExternalSort.mergeSortedFiles(blocks, writer, order, BYTES, false, false);
    }

    private static String key(String line) {
        int tab = line.indexOf('\t');
        return tab < 0 ? line : line.substring(0, tab);
    }

    /** Writes a line feed as the line end on every platform. */
    private static final class LineFeedWriter extends BufferedWriter {
        LineFeedWriter(Writer out) {
            super(out);
        }

        @Override
        public void newLine() throws IOException {
            write('\n');
        }
    }
}
