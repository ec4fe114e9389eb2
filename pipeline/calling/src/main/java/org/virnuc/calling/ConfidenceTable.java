package org.virnuc.calling;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.calling.confidence.Probability;
import org.virnuc.calling.confidence.ProbabilityTally;

/**
 * {@code confidence.tsv}: one row for every record, in input order, with the probability of its call and related
 * figures. Unknown values are empty. A record's q-value depends on all other records, so rows wait in a scratch file
 * until the end.
 */
final class ConfidenceTable implements Closeable {
    private static final String HEADER =
            "id\tcall\ttier\tprobability\tq_value\tn_chunks\tn_chunks_dna_only\tprobability_dna_only\tdistance\tood";
    private static final String STRETCHES_HEADER = "\tn_chunks_stretches";

    private final Path scratch;
    private final OutputStream waiting;
    private final TextOutput rows;
    private final OutputStream out;
    private final boolean stretches;
    private final ProbabilityTally tally = new ProbabilityTally();

    /**
     * Starts a table whose rows wait in {@code scratch}.
     *
     * @param stretches whether there is a column for scores of stretches
     */
    ConfidenceTable(OutputStream out, Path scratch, boolean stretches) throws IOException {
        this.stretches = stretches;
        this.out = out;
        this.scratch = scratch;
        this.waiting = Files.newOutputStream(scratch);
        this.rows = new TextOutput(waiting);
    }

    void add(RecordScores record, Caller.Called called) throws IOException {
        tally.add(called.probability());
        StringBuilder row = rows.text();
        row.append(called.probability()).append('\t').append(record.id()).append('\t');
        row.append(called.call().call())
                .append('\t')
                .append(called.call().tier())
                .append('\t');
        Probability.append(called.probability(), row);
        row.append('\t').append('\t').append(record.scored());
        row.append('\t').append(record.fallback(ChunkSource.DNA_ONLY).count()).append('\t');
        Probability.append(called.dnaOnlyProbability(), row);
        row.append('\t');
        if (!Double.isNaN(record.distance())) {
            Decimals.append(record.distance(), row);
            row.append('\t').append(called.ood() ? "yes" : "no");
        } else {
            row.append('\t');
        }
        if (stretches) {
            row.append('\t').append(record.fallback(ChunkSource.STRETCHES).count());
        }
        row.append('\n');
        rows.lineDone();
    }

    /**
     * Writes all rows, each with its q-value: the expected share of false calls among the records that are at least as
     * probable.
     */
    void finish() throws IOException {
        rows.flush();
        waiting.close();
        double[] rates = tally.falseDiscovery();
        TextOutput text = new TextOutput(out);
        text.text().append(HEADER).append(stretches ? STRETCHES_HEADER : "").append('\n');
        try (BufferedReader lines = Files.newBufferedReader(scratch, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int id = line.indexOf('\t') + 1;
                int probability = Integer.parseInt(line.substring(0, id - 1));
                int at = line.indexOf("\t\t", id);
                StringBuilder row = text.text();
                if (probability == Probability.NONE) {
                    row.append(line, id, line.length());
                } else {
                    row.append(line, id, at + 1);
                    if (tally.isEnough()) {
                        Probability.append(rates[probability], row);
                    }
                    row.append(line, at + 1, line.length());
                }
                row.append('\n');
                text.lineDone();
            }
        }
        text.flush();
    }

    @Override
    public void close() throws IOException {
        waiting.close();
    }
}
