package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.RecordScores;
import org.virnuc.models.chunkhead.ChunkHead.Judgement;

/**
 * What the chunk head says of chunks: {@code chunk_head_1.tsv} and on, a line for each judged chunk, in order: its number
 * over all records from 0, its log odds, and its strangeness, empty if it is not known.
 */
public final class ChunkHeadScores {
    /** No chunk was judged. */
    public static final ChunkHeadScores NONE = new ChunkHeadScores(NumberedTables.NONE);

    private static final int COLUMNS = 3;

    private final NumberedTables tables;

    private ChunkHeadScores(NumberedTables tables) {
        this.tables = tables;
    }

    static ChunkHeadScores in(Path folder, int files) {
        return new ChunkHeadScores(NumberedTables.in(folder, ChunkHeadScores::fileName, files));
    }

    static String fileName(int number) {
        return "chunk_head_" + number + ".tsv";
    }

    static void append(long chunk, Judgement judgement, StringBuilder lines) {
        lines.append(chunk).append('\t').append((float) judgement.logOdds()).append('\t');
        judgement.strangeness().ifPresent(strangeness -> lines.append(strangeness.floatValue()));
        lines.append('\n');
    }

    /** What a finished file says of those of its chunks that are the first with their letters. */
    static List<Judgement> firsts(Path file, List<ChunkBatch.Chunk> chunks) throws IOException {
        List<Judgement> judgements = new ArrayList<>();
        try (NumberedTables.Rows rows = new NumberedTables(List.of(file)).rows(COLUMNS)) {
            for (ChunkBatch.Chunk chunk : chunks) {
                String[] row = rows.next();
                if (row == null || Long.parseLong(row[0]) != chunk.number()) {
                    throw rows.damaged(row == null ? "" : String.join("\t", row));
                }
                if (chunk.isFirst()) {
                    judgements.add(judgement(row));
                }
            }
        }
        return judgements;
    }

    private static Judgement judgement(String[] row) {
        return new Judgement(
                Float.parseFloat(row[1]),
                row[2].isEmpty() ? Optional.empty() : Optional.of((double) Float.parseFloat(row[2])));
    }

    Reader reader() throws IOException {
        return new Reader(tables.rows(COLUMNS));
    }

    /** Goes along with the chunks. */
    static final class Reader implements Closeable {
        private final NumberedTables.Rows rows;
        private String @Nullable [] current;
        private String @Nullable [] next;
        private long chunk;

        private Reader(NumberedTables.Rows rows) throws IOException {
            this.rows = rows;
            this.next = rows.next();
        }

        /** Goes to the next chunk, and says whether it was judged. */
        boolean next() throws IOException {
            current = null;
            String[] row = next;
            if (row != null) {
                long number = Long.parseLong(row[0]);
                if (number < chunk) {
                    throw rows.damaged(String.join("\t", row));
                }
                if (number == chunk) {
                    current = row;
                    next = rows.next();
                }
            }
            chunk++;
            return current != null;
        }

        /** Adds the chunk to its record, which was judged. */
        void addTo(RecordScores record) {
            String[] row = Objects.requireNonNull(current);
            record.addJudged(Float.parseFloat(row[1]));
            if (!row[2].isEmpty()) {
                record.addDistance(Float.parseFloat(row[2]));
            }
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
