package org.virnuc.calling;

import java.io.IOException;
import java.io.OutputStream;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.calling.confidence.Probability;

/**
 * {@code chunk_scores.tsv}: every score of every chunk, with its position in the record (0-based, end exclusive), its
 * source ({@link ChunkSource#word()}, or the chunk head) and its probability. A chunk may have several scores.
 */
final class ChunkScoreTable {
    private static final String HEADER = "id\tchunk\tstart\tend\tsource\tscore1\tscore2\tprobability\n";
    private static final String CASCADE_HEADER = HEADER.replace("\n", "\tmodel\n");

    private static final String CHUNK_HEAD = "chunk-head";

    private final TextOutput out;
    private final Confidence confidence;
    private final boolean cascade;

    /** Starts a table. If {@code cascade}, it names the model of each score. */
    ChunkScoreTable(OutputStream out, Confidence confidence, boolean cascade) {
        this.out = new TextOutput(out);
        this.confidence = confidence;
        this.cascade = cascade;
        this.out.text().append(cascade ? CASCADE_HEADER : HEADER);
    }

    void add(RecordScores record) throws IOException {
        for (int chunk = 0; chunk < record.chunks(); chunk++) {
            for (ChunkSource source : ChunkSource.values()) {
                if (record.has(source, chunk)) {
                    row(record, chunk, source);
                }
            }
        }
    }

    private void row(RecordScores record, int chunk, ChunkSource source) throws IOException {
        float others = record.others(source, chunk);
        float virus = record.virus(source, chunk);
        boolean judged = confidence.judged().isPresent();
        int probability =
                judged ? confidence.of(record.logOdds(chunk)) : confidence.of(source, (double) virus - others, 1);
        StringBuilder row = out.text();
        row.append(record.id()).append('\t').append(chunk + 1);
        row.append('\t').append(record.start(chunk)).append('\t').append(record.end(chunk));
        row.append('\t')
                .append(judged ? CHUNK_HEAD : source.word())
                .append('\t')
                .append(others)
                .append('\t')
                .append(virus)
                .append('\t');
        Probability.append(probability, row);
        if (cascade) {
            row.append('\t').append(source == ChunkSource.FRAMES && !record.isByBigModel(chunk) ? "small" : "big");
        }
        row.append('\n');
        out.lineDone();
    }

    void flush() throws IOException {
        out.flush();
    }
}
