package org.virnuc.sequences;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An input format of sequences, recognised by its content and not by the file's name. */
enum SequenceFormat {
    BAM("BAM\u0001", "BAM"),
    CRAM("CRAM", "CRAM"),
    /**
     * SAM. Two-letter names of its header lines, followed by a tab, distinguish it from FASTQ; without a header, which may be missing, it
     * begins with the first six columns of a read.
     */
    SAM(
            "@(?:HD|SQ|PG|RG|CO)\\t"
                    + "|[!-?A-~]{1,254}\\t[0-9]{1,5}\\t[!-~]+\\t[0-9]{1,10}\\t[0-9]{1,3}\\t(?:\\*|[0-9]+[MIDNSHP=X])",
            "SAM"),
    FASTQ("[\\r\\n]*@", "FASTQ"),
    GENBANK("\\s*LOCUS ", "GenBank"),
    FASTA("\\s*>", "FASTA");

    /** Text in the first line of GenBank release files of NCBI. */
    private static final String RELEASE = "Genetic Sequence Data Bank";

    private final Pattern beginning;
    private final String word;

    SequenceFormat(String beginning, String word) {
        this.beginning = Pattern.compile(beginning);
        this.word = word;
    }

    /** Detects the format from the first bytes; null if it is none of these. Blanks before text are ignored. */
    static @Nullable SequenceFormat of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (SequenceFormat format : values()) {
            if (format.beginning.matcher(text).lookingAt()) {
                return format;
            }
        }
        return text.contains(RELEASE) ? GENBANK : null;
    }

    /** Whether the format holds aligned reads. */
    boolean isAlignments() {
        return this == BAM || this == CRAM || this == SAM;
    }

    /** The format's name in messages. */
    String word() {
        return word;
    }
}
