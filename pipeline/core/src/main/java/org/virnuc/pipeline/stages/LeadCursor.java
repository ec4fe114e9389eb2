package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.virnuc.calling.RecordScores;
import org.virnuc.pipeline.cascade.LeadRule;

/** Iterates over all chunks, with the deciding lead and the frame rows of each. */
final class LeadCursor implements Closeable {
    private final RecordCursor cursor;
    private final LeadRule rule;
    private final List<Integer> frames = new ArrayList<>();

    /** Receives every chunk, in order. */
    interface Visitor {
        /** Called for a chunk with frames. */
        void scored(RecordScores record, int chunk, float lead, Rows rows) throws IOException, InterruptedException;

        void unscored() throws IOException, InterruptedException;
    }

    /** Rows of all frames of a chunk. */
    record Rows(long first, int count) {}

    LeadCursor(ScoredChunks screened, LeadRule rule) throws IOException {
        this.cursor = new RecordCursor(screened, verdict -> frames.add(verdict.frames()));
        this.rule = rule;
    }

    void run(Visitor visitor) throws IOException, InterruptedException {
        long row = 0;
        while (cursor.next()) {
            RecordScores record = cursor.record();
            float[] leads = leads(rule, record);
            int scored = 0;
            for (int chunk = 0; chunk < record.chunks(); chunk++) {
                if (record.isScored(chunk)) {
                    Rows rows = new Rows(row, frames.get(scored++));
                    visitor.scored(record, chunk, leads[chunk], rows);
                    row += rows.count();
                } else {
                    visitor.unscored();
                }
            }
            frames.clear();
        }
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }

    /** The deciding lead of each chunk of a record, from the small model's scores; 0 for a chunk without scores. */
    static float[] leads(LeadRule rule, RecordScores record) {
        float[] leads = new float[record.chunks()];
        float least = 1;
        for (int chunk = 0; chunk < leads.length; chunk++) {
            if (record.isScored(chunk)) {
                float ahead = record.others(chunk) - record.virus(chunk);
                leads[chunk] = Math.abs(ahead);
                least = Math.min(least, Math.max(0, ahead));
            }
        }
        if (rule == LeadRule.RECORDS) {
            Arrays.fill(leads, least);
        }
        return leads;
    }
}
