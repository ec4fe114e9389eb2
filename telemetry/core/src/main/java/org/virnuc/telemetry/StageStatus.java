package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonValue;
import org.virnuc.files.PublicApi;

/** The status of a stage: running, or how it ended. */
@PublicApi
public enum StageStatus {
    RUNNING("running"),
    DONE("done"),
    /**
     * Not executed in this run, because its result was available from elsewhere. {@link StageReport#skippedReason()}
     * says from where.
     */
    SKIPPED("skipped"),
    FAILED("failed"),
    CANCELLED("cancelled");

    private final String word;

    StageStatus(String word) {
        this.word = word;
    }

    /** Returns the word that stands for this status in reports. */
    @JsonValue
    public String word() {
        return word;
    }
}
