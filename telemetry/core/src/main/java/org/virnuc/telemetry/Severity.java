package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonValue;
import org.virnuc.files.PublicApi;

/** How much an event matters, in ascending order. */
@PublicApi
public enum Severity {
    INFO("info"),
    WARNING("warning"),
    ERROR("error");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** Returns the word that stands for this severity in reports. */
    @JsonValue
    public String word() {
        return word;
    }
}
