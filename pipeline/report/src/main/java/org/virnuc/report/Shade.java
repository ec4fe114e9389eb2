package org.virnuc.report;

import org.virnuc.calling.RecordVerdict;

/** What a colour means; the same in every picture. The style has them too, and their counterparts in the dark. */
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

    /** That of records by what they are called; those called neither have the grey of what is no answer. */
    static Shade of(RecordVerdict verdict) {
        return switch (verdict) {
            case VIRUS -> VIRUS;
            case OTHERS -> OTHERS;
            case AMBIGUOUS -> CHUNKS;
            case UNSCORED -> UNSCORED;
        };
    }

    /** As the report has it on white paper, for those who draw themselves. */
    String colour() {
        return colour;
    }

    String word() {
        return word;
    }
}
