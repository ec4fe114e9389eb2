package org.virnuc.report;

import org.virnuc.calling.RecordVerdict;

/** The meanings of colours, the same in every chart. The style sheet has the same colours, and others for dark mode. */
enum Shade {
    VIRUS("virus", "#c2410c"),
    OTHERS("others", "#2f6fab"),
    UNSCORED("unscored", "#9aa5b1"),
    RECORDS("records", "#4b7f6b"),
    CHUNKS("chunks", "#5a6570");

    private final String word;
    private final String colour;

    Shade(String word, String colour) {
        this.word = word;
        this.colour = colour;
    }

    /** The colour of records by their call; those called neither are grey. */
    static Shade of(RecordVerdict verdict) {
        return switch (verdict) {
            case VIRUS -> VIRUS;
            case OTHERS -> OTHERS;
            case AMBIGUOUS -> CHUNKS;
            case UNSCORED -> UNSCORED;
        };
    }

    /** The colour on a white background, for other programs that draw. */
    String colour() {
        return colour;
    }

    String word() {
        return word;
    }
}
