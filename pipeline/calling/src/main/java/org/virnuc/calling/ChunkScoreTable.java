package org.virnuc.calling;

import java.io.IOException;
import java.io.OutputStream;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.calling.confidence.Probability;

/**
 * {@code chunk_scores.tsv}: every score of every chunk, with its place in the record (0-based, the end not included), what it was
 * made from, {@code frames} or {@code dna-only}, and its probability. A chunk may have both.
 */
final class ChunkScoreTable {
    private static final String HEADER = "id\tchunk\tstart\tend\tsource\tscore1\tscore2\tprobability\n";
    private static final String CASCADE_HEADER = HEADER.replace("\n", "\tmodel\n");
    private static final String FRAMES = "frames";
    private static final String DNA_ONLY = "dna-only";

    private final TextOutput out;
    private final Confidence confidence;
    private final boolean cascade;

    /** A table that says, where {@code cascade}, which of the two models the scores are of. */
    ChunkScoreTable(OutputStream out, Confidence confidence, boolean cascade) {
        this.out = new TextOutput(out);
        this.confidence = confidence;
        this.cascade = cascade;
        this.out.text().append(cascade ? CASCADE_HEADER : HEADER);
    }

    void add(RecordScores record) throws IOException {
        for (int chunk = 0; chunk < record.chunks(); chunk++) {
            if (record.isScored(chunk)) {
                float others = record.others(chunk);
                float virus = record.virus(chunk);
                row(record, chunk, FRAMES, others, virus, confidence.ofFrames((double) virus - others, 1));
            }
            if (record.hasDnaOnly(chunk)) {
                float others = record.dnaOthers(chunk);
                float virus = record.dnaVirus(chunk);
                row(record, chunk, DNA_ONLY, others, virus, confidence.ofDnaOnly((double) virus - others, 1));
            }
        }
    }

    private void row(RecordScores record, int chunk, String source, float others, float virus, int probability)
            throws IOException {
        StringBuilder row = out.text();
        row.append(record.id()).append('\t').append(chunk + 1);
        row.append('\t').append(record.start(chunk)).append('\t').append(record.end(chunk));
        row.append('\t')
                .append(source)
                .append('\t')
                .append(others)
                .append('\t')
                .append(virus)
                .append('\t');
        Probability.append(probability, row);
        if (cascade) {
            row.append('\t').append(source.equals(FRAMES) && !record.isByBigModel(chunk) ? "small" : "big");
        }
        row.append('\n');
        out.lineDone();
    }

    void flush() throws IOException {
        out.flush();
    }
}
