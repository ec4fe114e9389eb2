package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonValue;

/** How much an event matters, least first. */
public enum Severity {
    INFO("info"),
    WARNING("warning"),
    ERROR("error");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** The word used in reports. */
    @JsonValue
    public String word() {
        return word;
    }
}
