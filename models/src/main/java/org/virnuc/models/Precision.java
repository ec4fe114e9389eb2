package org.virnuc.models;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The element type that encoders compute in; fp32 is the reference. Means and scores are fp32 throughout. */
public enum Precision {
    /** The fastest that the device is good at; resolved before anything is computed. */
    AUTO,
    FP32,
    BF16,
    FP16,
    /** Linear layers in int8, everything else in bf16 where that is fast and in fp32 elsewhere; on CPUs only. */
    INT8;

    /** The word of the command line and of reports: {@code auto}, {@code fp32}, {@code bf16}, {@code fp16}, {@code int8}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The precision of this word.
     *
     * @throws IllegalArgumentException naming the words there are
     */
    public static Precision of(String word) {
        for (Precision precision : values()) {
            if (precision.word().equals(word)) {
                return precision;
            }
        }
        String known = Arrays.stream(values()).map(Precision::word).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("precision " + word + " is unknown; there are " + known);
    }
}
