package org.virnuc.sequences;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An input converted to FASTA, with further facts about it. */
final class FastaContent {
    private final InputStream in;
    private final @Nullable InputContent source;

    private FastaContent(InputStream in, @Nullable InputContent source) {
        this.in = in;
        this.source = source;
    }

    /** Wraps a stream of text, or of reads, which supplies its own counts. */
    static FastaContent of(InputStream in) {
        return new FastaContent(in, null);
    }

    /** Wraps text that was converted from {@code source}. */
    static FastaContent of(InputStream in, InputContent source) {
        return new FastaContent(in, source);
    }

    InputStream in() {
        return in;
    }

    /** Counts of skipped and unusual reads so far; empty for formats other than reads. */
    ReadCounts counts() {
        return in instanceof ReadStream reads ? reads.counts() : new ReadCounts();
    }

    /** Whether a file without records is valid: true for FASTQ and for an alignment file with a header. */
    boolean mayBeEmpty() {
        return in instanceof ReadStream || in instanceof FastqStream;
    }

    /** Whether the file, after reading it completely, has the end marker of its format. True if the format has none. */
    boolean endsWhole() throws IOException {
        if (in instanceof ReadStream reads) {
            return reads.endsWhole();
        }
        return source == null || source.endsWhole();
    }
}
