package org.virnuc.calling.reads;

import java.util.Locale;

/** Why a read has no call. */
public enum ReadReason {
    /** It lies on no contig. */
    UNMAPPED,
    /** No record of the input has the id of its contig. */
    CONTIG_NOT_IN_INPUT,
    /** Several records of the input have the id of its contig, so its record is ambiguous. */
    CONTIG_ID_TWICE,
    /** {@code contig_calls.tsv} has no row for its contig: the rule of viral-ngs lists scored records only. */
    CONTIG_NOT_CALLED;

    /** The word in the table. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of its count. */
    public String countName() {
        return "reads_" + name().toLowerCase(Locale.ROOT);
    }
}
