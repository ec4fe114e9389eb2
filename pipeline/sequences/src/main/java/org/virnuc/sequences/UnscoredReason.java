package org.virnuc.sequences;

/** The reason why a chunk has no frame to score. Every chunk without a kept frame has exactly one. */
public enum UnscoredReason {
    /** At least one frame yields residues or stops, and all of those contain a stop. */
    NO_OPEN_FRAME(1, "no-open-frame"),
    /** The chunk has fewer than three bases and therefore no codon. */
    TOO_SHORT(2, "too-short"),
    /** Every codon in all six frames contains a letter other than A, C, G and T. */
    AMBIGUOUS(3, "ambiguous");

    /** The word used for a record without bases, which has no chunks. */
    public static final String EMPTY_RECORD = "empty";

    private final int code;
    private final String word;

    UnscoredReason(int code, String word) {
        this.code = code;
        this.word = word;
    }

    /** The code stored in files; never 0. */
    public int code() {
        return code;
    }

    /** Returns the reason with this code. */
    public static UnscoredReason of(int code) {
        for (UnscoredReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        throw new IllegalArgumentException("no reason has the code " + code);
    }

    /** The word used in files, logs and counts. */
    public String word() {
        return word;
    }

    /** The name of the manifest count and the metric, such as {@code chunks_no_open_frame}. */
    public String countName() {
        return "chunks_" + word.replace('-', '_');
    }
}
