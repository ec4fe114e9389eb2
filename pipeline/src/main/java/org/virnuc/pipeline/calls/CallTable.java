package org.virnuc.pipeline.calls;

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

    private final CallRule rule;
    private final TextOutput out;

    CallTable(CallRule rule, OutputStream out) {
        this.rule = rule;
        this.out = new TextOutput(out);
        this.out
                .text()
                .append(BROAD_COLUMNS)
                .append(rule == CallRule.DEFAULT ? OWN_COLUMNS : "")
                .append('\n');
    }

    /** Adds a record; the call that was made. */
    CallRule.Call add(RecordScores record, RecordVerdict verdict, Evidence evidence, long scoredBases)
            throws IOException {
        CallRule.Call call = rule.call(evidence, verdict);
        if (!rule.lists(evidence)) {
            return call;
        }
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
            Decimals.append((double) scoredBases / record.length(), row);
        }
        row.append('\n');
        out.lineDone();
        return call;
    }

    void flush() throws IOException {
        out.flush();
    }
}
