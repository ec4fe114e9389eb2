package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonValue;

/** What an event is about. */
public enum EventClass {
    STAGE("stage"),
    DATA("data"),
    /** A result that should be looked at twice: other length than the model's, other distribution, low coverage. */
    GUARDRAIL("guardrail"),
    DEVICE("device"),
    /** Telemetry about itself: what it lost, what it could not measure. */
    TELEMETRY("telemetry"),
    COST_CONTROL("cost-control");

    private final String word;

    EventClass(String word) {
        this.word = word;
    }

    /** The word used in reports. */
    @JsonValue
    public String word() {
        return word;
    }
}
