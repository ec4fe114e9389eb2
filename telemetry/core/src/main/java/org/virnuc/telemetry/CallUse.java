package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonValue;

/** What came of a model call. */
public enum CallUse {
    /** Its result went into the output. */
    COMPUTE("compute"),
    /** It failed, or its answer could not be used, and it was made again. */
    RETRIED("retried"),
    /** Its stage ended before the result was kept. */
    WASTED("wasted");

    private final String word;

    CallUse(String word) {
        this.word = word;
    }

    /** The word used in reports. */
    @JsonValue
    public String word() {
        return word;
    }
}
