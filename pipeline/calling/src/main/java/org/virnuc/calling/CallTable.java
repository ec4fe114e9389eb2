package org.virnuc.calling;

import java.io.IOException;
import java.io.OutputStream;

/**
 * {@code contig_calls.tsv}: the ten columns of viral-ngs, then what VirNuc adds under its own rule. Rows are in input order;
 * the id is the record's own.
 */
final class CallTable {
    private static final String BROAD_COLUMNS = "ID\tcall\ttier\tweighted_delta\tn_chunks\tn_confident_viral"
            + "\tn_confident_nonviral\tn_ambiguous\tviral_proportion\tnonviral_proportion";
    private static final String OWN_COLUMNS = "\tlength\tbases_scored\tcoverage";
    private static final String DNA_ONLY_COLUMNS =
            "\tbases_dna_only\tn_chunks_dna_only\tn_virus_dna_only\tweighted_delta_dna_only";

    private final CallRule rule;
    private final boolean dnaOnly;
    private final TextOutput out;

    /**
     * Begins the table.
     *
     * @param dnaOnly whether chunks were scored from their DNA alone, which has columns of its own under VirNuc's own rule
     */
    CallTable(CallRule rule, boolean dnaOnly, OutputStream out) {
        this.rule = rule;
        this.dnaOnly = dnaOnly && rule == CallRule.DEFAULT;
        this.out = new TextOutput(out);
        this.out
                .text()
                .append(BROAD_COLUMNS)
                .append(rule == CallRule.DEFAULT ? OWN_COLUMNS : "")
                .append(this.dnaOnly ? DNA_ONLY_COLUMNS : "")
                .append('\n');
    }

    /** Adds a record, where the rule lists such. */
    void add(RecordScores record, Caller.Called called, Evidence evidence, long scoredBases) throws IOException {
        if (!rule.lists(evidence)) {
            return;
        }
        CallRule.Call call = called.call();
        StringBuilder row = out.text();
        row.append(record.id())
                .append('\t')
                .append(call.call())
                .append('\t')
                .append(call.tier())
                .append('\t');
        Decimals.append(evidence.weightedDelta(), row);
        row.append('\t').append(evidence.chunks());
        row.append('\t').append(evidence.confidentViral()).append('\t').append(evidence.confidentNonviral());
        row.append('\t').append(evidence.ambiguous()).append('\t');
        Decimals.append(evidence.viralProportion(), row);
        row.append('\t');
        Decimals.append(evidence.nonviralProportion(), row);
        if (rule == CallRule.DEFAULT) {
            row.append('\t')
                    .append(record.length())
                    .append('\t')
                    .append(scoredBases)
                    .append('\t');
            Decimals.append((double) scoredBases / Math.max(1, record.length()), row);
        }
        if (dnaOnly) {
            row.append('\t').append(record.dnaOnlyBases());
            row.append('\t').append(called.dnaOnly().chunks());
            row.append('\t').append(record.dnaOnlyVirus()).append('\t');
            Decimals.append(called.dnaOnly().weightedDelta(), row);
        }
        row.append('\n');
        out.lineDone();
    }

    void flush() throws IOException {
        out.flush();
    }
}
