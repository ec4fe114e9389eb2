package org.virnuc.sequences;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An input as FASTA, with what is known of it besides. */
final class FastaContent {
    private final InputStream in;
    private final @Nullable InputContent source;

    private FastaContent(InputStream in, @Nullable InputContent source) {
        this.in = in;
        this.source = source;
    }

    /** Text of which nothing else is known, or reads, which know it themselves. */
    static FastaContent of(InputStream in) {
        return new FastaContent(in, null);
    }

    /** Text made from {@code source}. */
    static FastaContent of(InputStream in, InputContent source) {
        return new FastaContent(in, source);
    }

    InputStream in() {
        return in;
    }

    /** What was left out of a file of reads so far, and what is special about them; nothing in other formats. */
    ReadCounts counts() {
        return in instanceof ReadStream reads ? reads.counts() : new ReadCounts();
    }

    /** Whether no record at all is a valid file: a header without reads is, text without any is not. */
    boolean mayBeEmpty() {
        return in instanceof ReadStream;
    }

    /** Whether the file, read to its end, has the mark that whole files end with; true where its format has none. */
    boolean endsWhole() throws IOException {
        if (in instanceof ReadStream reads) {
            return reads.endsWhole();
        }
        return source == null || source.endsWhole();
    }
}
