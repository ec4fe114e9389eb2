package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonValue;
import org.virnuc.files.PublicApi;

/** The subject of an event in a report. */
@PublicApi
public enum EventClass {
    STAGE("stage"),
    DATA("data"),
    /**
     * A guardrail hit: a result that deserves a second look, for example because coverage is low or because lengths
     * differ from those the model was trained on.
     */
    GUARDRAIL("guardrail"),
    DEVICE("device"),
    /** Telemetry itself: events that were lost, figures that could not be measured. */
    TELEMETRY("telemetry"),
    COST_CONTROL("cost-control");

    private final String word;

    EventClass(String word) {
        this.word = word;
    }

    /** Returns the word that stands for this class in reports. */
    @JsonValue
    public String word() {
        return word;
    }
}
