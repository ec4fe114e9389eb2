package org.virnuc.sequences;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What sequences come in, told apart by how the content begins; the name of a file says nothing. */
enum SequenceFormat {
    BAM("BAM\u0001", "BAM"),
    CRAM("CRAM", "CRAM"),
    /** With a header; its lines are told from FASTQ by their names of two letters and the tab. */
    SAM("@(?:HD|SQ|PG|RG|CO)\t", "SAM"),
    FASTQ("@", "FASTQ"),
    GENBANK("\\s*LOCUS ", "GenBank"),
    FASTA("\\s*>", "FASTA");

    /** In the first line of the files that NCBI's releases of GenBank consist of. */
    private static final String RELEASE = "Genetic Sequence Data Bank";

    private final Pattern beginning;
    private final String word;

    SequenceFormat(String beginning, String word) {
        this.beginning = Pattern.compile(beginning);
        this.word = word;
    }

    /** The format of content that begins so, or null where it is none of these. Blanks before text do not matter. */
    static @Nullable SequenceFormat of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (SequenceFormat format : values()) {
            if (format.beginning.matcher(text).lookingAt()) {
                return format;
            }
        }
        return text.contains(RELEASE) ? GENBANK : null;
    }

    /** Whether it holds reads with the places where they lie. */
    boolean isAlignments() {
        return this == BAM || this == CRAM || this == SAM;
    }

    /** Its name in messages. */
    String word() {
        return word;
    }
}
