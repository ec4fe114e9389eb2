package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.calling.RecordScores;

/**
 * Scores of chunks from their DNA alone: files {@code dna_only_1.tsv} and so on, with one line per chunk, in order:
 * number of the chunk over all records from 0, score for others, score for virus.
 */
public final class DnaOnlyScores {
    /** No such scores. */
    public static final DnaOnlyScores NONE = new DnaOnlyScores(NumberedTables.NONE);

    private final NumberedTables tables;

    private DnaOnlyScores(NumberedTables tables) {
        this.tables = tables;
    }

    static DnaOnlyScores in(Path folder, int shards) {
        return new DnaOnlyScores(NumberedTables.in(folder, DnaOnlyScores::fileName, shards));
    }

    static String fileName(int shard) {
        return "dna_only_" + shard + ".tsv";
    }

    Reader reader() throws IOException {
        return new Reader(tables.byChunk(3));
    }

    /** Reads scores in step with the chunks. */
    static final class Reader implements Closeable {
        private final NumberedTables.ByChunk rows;

        private Reader(NumberedTables.ByChunk rows) {
            this.rows = rows;
        }

        /** Adds the score of the chunk that was last added to the record, if it has one. */
        void addTo(RecordScores record) throws IOException {
            String[] row = rows.next();
            if (row != null) {
                record.addDnaOnly(Float.parseFloat(row[1]), Float.parseFloat(row[2]));
            }
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
