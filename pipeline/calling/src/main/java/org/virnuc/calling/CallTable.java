package org.virnuc.calling;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.virnuc.calling.confidence.ChunkSource;

/**
 * {@code contig_calls.tsv}: the ten columns of viral-ngs, followed by VirNuc's own columns under its own rule. Rows are
 * in input order.
 */
final class CallTable {
    private static final String BROAD_COLUMNS = "ID\tcall\ttier\tweighted_delta\tn_chunks\tn_confident_viral"
            + "\tn_confident_nonviral\tn_ambiguous\tviral_proportion\tnonviral_proportion";
    private static final String OWN_COLUMNS = "\tlength\tbases_scored\tcoverage";
    private static final String FALLBACK_COLUMNS =
            "\tbases_SOURCE\tn_chunks_SOURCE\tn_virus_SOURCE\tweighted_delta_SOURCE";

    private final CallRule rule;
    private final List<ChunkSource> fallbacks;
    private final TextOutput out;

    /**
     * Starts the table.
     *
     * @param fallbacks what chunks without an open frame were scored from; each has columns of its own under VirNuc's
     *     own rule
     */
    CallTable(CallRule rule, List<ChunkSource> fallbacks, OutputStream out) {
        this.rule = rule;
        this.fallbacks = rule == CallRule.DEFAULT ? List.copyOf(fallbacks) : List.of();
        this.out = new TextOutput(out);
        this.out
                .text()
                .append(BROAD_COLUMNS)
                .append(rule == CallRule.DEFAULT ? OWN_COLUMNS : "")
                .append(this.fallbacks.stream()
                        .map(source -> FALLBACK_COLUMNS.replace("SOURCE", source.column()))
                        .collect(Collectors.joining()))
                .append('\n');
    }

    /** Adds a record if the rule lists it. */
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
        for (ChunkSource source : fallbacks) {
            Evidence other = Evidence.of(record, source);
            row.append('\t').append(record.bases(source));
            row.append('\t').append(other.chunks());
            row.append('\t').append(record.fallback(source).virusCount()).append('\t');
            Decimals.append(other.weightedDelta(), row);
        }
        row.append('\n');
        out.lineDone();
    }

    void flush() throws IOException {
        out.flush();
    }
}
