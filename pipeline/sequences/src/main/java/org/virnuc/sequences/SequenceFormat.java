package org.virnuc.sequences;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
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

    /** Names of FASTQ files; the ending of a compression may follow. */
    private static final Pattern FASTQ_NAME = Pattern.compile("(?i).*\\.(?:fastq|fq)(?:\\.(?:gz|bgz|bz2|xz|zst))?");

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

    /**
     * Detects the format from the first bytes, or, where there is nothing to detect it from, from the file's name: a FASTQ file without
     * reads has no content. Null if it is none of these.
     */
    static @Nullable SequenceFormat of(String name, byte[] head) {
        SequenceFormat format = of(head);
        return format == null
                        && holdsLineEndsOnly(head)
                        && FASTQ_NAME.matcher(name).matches()
                ? FASTQ
                : format;
    }

    /** Whether a file may be without content: one that is called FASTQ and, as far as its name says, not compressed. */
    static boolean mayBeWithoutBytes(String name) {
        return FASTQ_NAME.matcher(name).matches()
                && name.toLowerCase(Locale.ROOT).endsWith("q");
    }

    /** Whether a compressed file may have no content: one that is called FASTQ. */
    static boolean mayCompressNothing(String name) {
        return FASTQ_NAME.matcher(name).matches();
    }

    private static boolean holdsLineEndsOnly(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1).chars().allMatch(c -> c == '\n' || c == '\r');
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
