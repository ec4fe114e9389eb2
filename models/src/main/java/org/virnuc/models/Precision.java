package org.virnuc.models;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.virnuc.files.PublicApi;

/** The precision encoders compute in; fp32 is the reference. Means and scores are always fp32. */
@PublicApi
public enum Precision {
    /** The fastest precision that suits the device; resolved before anything is computed. */
    AUTO,
    FP32,
    BF16,
    FP16,
    /** Linear layers in int8, everything else in bf16 where that is fast and in fp32 otherwise; on CPUs only. */
    INT8;

    /**
     * The word used on the command line and in reports: {@code auto}, {@code fp32}, {@code bf16}, {@code fp16} or
     * {@code int8}.
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The precision that has this word.
     *
     * @throws IllegalArgumentException listing the valid words
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
