package org.virnuc.pipeline.stages;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.virnuc.pipeline.calls.HalfWindows;
import org.virnuc.pipeline.sequence.Quoted;

/**
 * Scores of windows around boundaries: {@code windows_1.tsv} and on, a line a window with a score, in order: the number of its record
 * over all inputs from 1, its first base from 0, the best score for others, the best for virus.
 *
 * @param files in order
 */
public record WindowScores(List<Path> files) {
    /** No such windows. */
    public static final WindowScores NONE = new WindowScores(List.of());

    public WindowScores {
        files = List.copyOf(files);
    }

    static WindowScores in(Path folder, int shards) {
        return new WindowScores(IntStream.rangeClosed(1, shards)
                .mapToObj(shard -> folder.resolve(fileName(shard)))
                .toList());
    }

    static String fileName(int shard) {
        return "windows_" + shard + ".tsv";
    }

    Reader reader() throws IOException {
        return new Reader();
    }

    /** Goes along with the records. */
    final class Reader implements Closeable {
        private final HalfWindows windows = new HalfWindows();
        private @Nullable BufferedReader lines;
        private int nextFile;
        private String @Nullable [] next;

        Reader() throws IOException {
            advance();
        }

        /** The windows that {@link #seek} has gone to. */
        HalfWindows windows() {
            return windows;
        }

        /** Takes the windows of a record, which is asked for in order. */
        void seek(long record) throws IOException {
            windows.begin();
            for (String[] window = next; window != null && Long.parseLong(window[0]) <= record; window = next) {
                windows.add(Long.parseLong(window[1]), Float.parseFloat(window[2]), Float.parseFloat(window[3]));
                advance();
            }
        }

        private void advance() throws IOException {
            BufferedReader open = lines;
            String line = open == null ? null : open.readLine();
            while (line == null && nextFile < files.size()) {
                close();
                open = Files.newBufferedReader(files.get(nextFile++), StandardCharsets.ISO_8859_1);
                lines = open;
                line = open.readLine();
            }
            next = line == null ? null : line.split("\t", -1);
            if (next != null && next.length != 4) {
                throw new IllegalStateException("consensus: not the score of a window: "
                        + Quoted.of(String.valueOf(line)) + "; run again with --force");
            }
        }

        @Override
        public void close() throws IOException {
            if (lines != null) {
                lines.close();
            }
        }
    }
}
