package org.virnuc.sequences;

/** Why a chunk has no frame to score. Every chunk without a kept frame has exactly one of these. */
public enum UnscoredReason {
    /** Some frame yields residues or stops, and every frame that does holds a stop. */
    NO_OPEN_FRAME(1, "no-open-frame"),
    /** Fewer than three bases: there is no codon. */
    TOO_SHORT(2, "too-short"),
    /** There are codons, and each of them, in all six frames, holds a letter other than A, C, G and T. */
    AMBIGUOUS(3, "ambiguous");

    /** What stands where a reason does for a record without bases: it has no chunks. */
    public static final String EMPTY_RECORD = "empty";

    private final int code;
    private final String word;

    UnscoredReason(int code, String word) {
        this.code = code;
        this.word = word;
    }

    /** What stands for it in a file; never 0. */
    public int code() {
        return code;
    }

    /** The reason of a code. */
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

    /** The name of the count in the manifest and of the metric, as in {@code chunks_no_open_frame}. */
    public String countName() {
        return "chunks_" + word.replace('-', '_');
    }
}
