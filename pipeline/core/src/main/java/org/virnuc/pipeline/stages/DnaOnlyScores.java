package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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
        return new Reader(tables.rows(3));
    }

    /** Reads scores in step with the chunks. */
    static final class Reader implements Closeable {
        private final NumberedTables.Rows rows;
        private String @Nullable [] next;
        private long chunk;

        private Reader(NumberedTables.Rows rows) throws IOException {
            this.rows = rows;
            this.next = rows.next();
        }

        /** Adds the score of the chunk that was last added to the record, if it has one. */
        void addTo(RecordScores record) throws IOException {
            String[] row = next;
            if (row != null) {
                long number = Long.parseLong(row[0]);
                if (number < chunk) {
                    throw rows.damaged(String.join("\t", row));
                }
                if (number == chunk) {
                    record.addDnaOnly(Float.parseFloat(row[1]), Float.parseFloat(row[2]));
                    next = rows.next();
                }
            }
            chunk++;
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
