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

    /** Opens the rows to read them in step with the chunks. The first cell of a row is the number of its chunk. */
    ByChunk byChunk(int columns) throws IOException {
        return new ByChunk(rows(columns));
    }

    /** Reads the rows in step with all chunks, of which only some have a row. */
    static final class ByChunk implements Closeable {
        private final Rows rows;
        private String @Nullable [] ahead;
        private long chunk;

        private ByChunk(Rows rows) throws IOException {
            this.rows = rows;
            this.ahead = rows.next();
        }

        /**
         * Goes to the next chunk and returns the cells of its row; null if it has none.
         *
         * @throws IllegalStateException if rows are not in the order of the chunks
         */
        String @Nullable [] next() throws IOException {
            String[] row = ahead;
            long number = row == null ? Long.MAX_VALUE : Long.parseLong(row[0]);
            if (row != null && number < chunk) {
                throw rows.damaged(String.join("\t", row));
            }
            if (number != chunk++) {
                return null;
            }
            ahead = rows.next();
            return row;
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
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
