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
 * Judgements of chunks by the chunk head: files {@code chunk_head_1.tsv} and so on, with one line per judged chunk, in
 * order: number of the chunk over all records from 0, log odds, strangeness (empty if unknown).
 */
public final class ChunkHeadScores {
    /** No chunk was judged. */
    public static final ChunkHeadScores NONE = new ChunkHeadScores(NumberedTables.NONE);

    private static final int COLUMNS = 3;

    private final NumberedTables tables;

    private ChunkHeadScores(NumberedTables tables) {
        this.tables = tables;
    }

    /** The tables of a folder, numbered from 1. */
    public static ChunkHeadScores in(Path folder, int files) {
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

    /** The judgements in a finished file of the chunks that are the first with their letters. */
    static List<Judgement> firsts(Path file, List<ChunkBatch.Chunk> chunks) throws IOException {
        List<Judgement> judgements = new ArrayList<>();
        try (NumberedTables.Rows rows = new NumberedTables(List.of(file)).rows(COLUMNS)) {
            for (ChunkBatch.Chunk chunk : chunks) {
                Judgement judgement = next(rows, chunk);
                if (chunk.isFirst()) {
                    judgements.add(judgement);
                }
            }
        }
        return judgements;
    }

    /** The rows of several tables, one after the other. */
    static NumberedTables.Rows together(List<ChunkHeadScores> parts) {
        return new NumberedTables(parts.stream()
                        .flatMap(part -> part.tables.files().stream())
                        .toList())
                .rows(COLUMNS);
    }

    /** Reads the next row, which must be of this chunk. */
    static Judgement next(NumberedTables.Rows rows, ChunkBatch.Chunk chunk) throws IOException {
        String[] row = rows.next();
        if (row == null || Long.parseLong(row[0]) != chunk.number()) {
            throw rows.damaged(row == null ? "" : String.join("\t", row));
        }
        return judgement(row);
    }

    /** Passes over the rows of earlier chunks and reads that of this chunk, which must be there. */
    static Judgement find(NumberedTables.Rows rows, ChunkBatch.Chunk chunk) throws IOException {
        String[] row = rows.next();
        while (row != null && Long.parseLong(row[0]) < chunk.number()) {
            row = rows.next();
        }
        if (row == null || Long.parseLong(row[0]) != chunk.number()) {
            throw rows.damaged(row == null ? "" : String.join("\t", row));
        }
        return judgement(row);
    }

    private static Judgement judgement(String[] row) {
        return new Judgement(
                Float.parseFloat(row[1]),
                row[2].isEmpty() ? Optional.empty() : Optional.of((double) Float.parseFloat(row[2])));
    }

    Reader reader() throws IOException {
        return new Reader(tables.byChunk(COLUMNS));
    }

    /** Reads judgements in step with the chunks. */
    static final class Reader implements Closeable {
        private final NumberedTables.ByChunk rows;
        private String @Nullable [] current;

        private Reader(NumberedTables.ByChunk rows) {
            this.rows = rows;
        }

        /** Goes to the next chunk, and says whether it was judged. */
        boolean next() throws IOException {
            current = rows.next();
            return current != null;
        }

        /** Adds the judgement of the current chunk, which was judged, to its record, and says whether it holds a strangeness. */
        boolean addTo(RecordScores record) {
            String[] row = Objects.requireNonNull(current);
            record.addJudged(Float.parseFloat(row[1]));
            if (!row[2].isEmpty()) {
                record.addDistance(Float.parseFloat(row[2]));
            }
            return !row[2].isEmpty();
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
