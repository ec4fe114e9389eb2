package org.virnuc.pipeline.stages;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.virnuc.sequences.Quoted;

/**
 * Tables without headers that are read as one.
 *
 * @param files in order
 */
record NumberedTables(List<Path> files) {
    static final NumberedTables NONE = new NumberedTables(List.of());

    NumberedTables {
        files = List.copyOf(files);
    }

    /** The tables of a folder, numbered from 1. */
    static NumberedTables in(Path folder, IntFunction<String> fileName, int count) {
        return new NumberedTables(IntStream.rangeClosed(1, count)
                .mapToObj(number -> folder.resolve(fileName.apply(number)))
                .toList());
    }

    Rows rows(int columns) {
        return new Rows(columns);
    }

    /** Reads the rows of all files. */
    final class Rows implements Closeable {
        private final int columns;
        private @Nullable BufferedReader lines;
        private int nextFile;

        private Rows(int columns) {
            this.columns = columns;
        }

        /** The cells of the next row; null at the end. */
        String @Nullable [] next() throws IOException {
            BufferedReader open = lines;
            String line = open == null ? null : open.readLine();
            while (line == null && nextFile < files.size()) {
                close();
                open = Files.newBufferedReader(files.get(nextFile++), StandardCharsets.ISO_8859_1);
                lines = open;
                line = open.readLine();
            }
            if (line == null) {
                return null;
            }
            String[] cells = line.split("\t", -1);
            if (cells.length != columns) {
                throw damaged(line);
            }
            return cells;
        }

        /** The error for a misplaced or malformed row. */
        IllegalStateException damaged(String line) {
            return new IllegalStateException(
                    "consensus: not the next score: " + Quoted.of(line) + "; run again with `force`");
        }

        @Override
        public void close() throws IOException {
            if (lines != null) {
                lines.close();
            }
        }
    }
}
