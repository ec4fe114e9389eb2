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
import org.virnuc.pipeline.calls.RecordScores;
import org.virnuc.pipeline.sequence.Quoted;

/**
 * Scores of chunks from their DNA alone: {@code dna_only_1.tsv} and on, a line a chunk, in order: its number over all records
 * from 0, the score for others, the score for virus.
 *
 * @param files in order
 */
public record DnaOnlyScores(List<Path> files) {
    /** No such scores. */
    public static final DnaOnlyScores NONE = new DnaOnlyScores(List.of());

    public DnaOnlyScores {
        files = List.copyOf(files);
    }

    static DnaOnlyScores in(Path folder, int shards) {
        return new DnaOnlyScores(IntStream.rangeClosed(1, shards)
                .mapToObj(shard -> folder.resolve(fileName(shard)))
                .toList());
    }

    static String fileName(int shard) {
        return "dna_only_" + shard + ".tsv";
    }

    Reader reader() throws IOException {
        return new Reader();
    }

    /** Goes along with the chunks. */
    final class Reader implements Closeable {
        private @Nullable BufferedReader lines;
        private int nextFile;
        private long chunk;
        private long next = Long.MAX_VALUE;
        private float others;
        private float virus;

        Reader() throws IOException {
            advance();
        }

        /** Adds the score of the next chunk to it, which the record has just got, where there is one. */
        void addTo(RecordScores record) throws IOException {
            if (chunk++ == next) {
                record.addDnaOnly(others, virus);
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
            next = Long.MAX_VALUE;
            if (line != null) {
                String[] fields = line.split("\t", -1);
                if (fields.length != 3 || Long.parseLong(fields[0]) < chunk) {
                    throw new IllegalStateException(
                            "consensus: not the next DNA-only score: " + Quoted.of(line) + "; run again with --force");
                }
                next = Long.parseLong(fields[0]);
                others = Float.parseFloat(fields[1]);
                virus = Float.parseFloat(fields[2]);
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
