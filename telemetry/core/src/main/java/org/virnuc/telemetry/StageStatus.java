package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a stage stands. */
public enum StageStatus {
    RUNNING("running"),
    DONE("done"),
    /** Not executed in this run; its result came from elsewhere, see {@link StageReport#skippedReason()}. */
    SKIPPED("skipped"),
    FAILED("failed"),
    CANCELLED("cancelled");

    private final String word;

    StageStatus(String word) {
        this.word = word;
    }

    /** The word used in reports. */
    @JsonValue
    public String word() {
        return word;
    }
}
