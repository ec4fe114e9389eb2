package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonValue;
import org.virnuc.files.PublicApi;

/** What happened to the result of a model call. */
@PublicApi
public enum CallUse {
    /** The result went into the output. */
    COMPUTE("compute"),
    /** The call failed or its answer could not be used, and the call was repeated. */
    RETRIED("retried"),
    /** The stage ended before the result was durable. */
    WASTED("wasted");

    private final String word;

    CallUse(String word) {
        this.word = word;
    }

    /** Returns the word that stands for this use in reports. */
    @JsonValue
    public String word() {
        return word;
    }
}
