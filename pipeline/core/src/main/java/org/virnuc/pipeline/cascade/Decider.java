package org.virnuc.pipeline.cascade;

import java.util.Locale;

/** Why one of the models decided a chunk, with its code in {@code deciders.bin}. */
public enum Decider {
    /** Neither model: the chunk has no frames. */
    NONE(0),
    /** The small model: the chunk is outside the band. */
    CLEAR(1),
    /** The big model: the chunk is within the band. */
    BAND(2),
    /** The big model: the chunk was drawn for the sample. */
    SAMPLE(3);

    private final int code;

    Decider(int code) {
        this.code = code;
    }

    /** The code in {@code deciders.bin}. */
    public int code() {
        return code;
    }

    /** Returns the decider with this code. */
    public static Decider of(int code) {
        return switch (code) {
            case 0 -> NONE;
            case 1 -> CLEAR;
            case 2 -> BAND;
            case 3 -> SAMPLE;
            default -> throw new IllegalArgumentException("no decider has the code " + code);
        };
    }

    /** Whether the big model's scores count. */
    public boolean isBig() {
        return this == BAND || this == SAMPLE;
    }

    /** The model's name in {@code cascade.tsv}: {@code small} or {@code big}. */
    public String model() {
        return isBig() ? "big" : "small";
    }

    /** The reason's name in {@code cascade.tsv}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
