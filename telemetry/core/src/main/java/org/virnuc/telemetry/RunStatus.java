package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a run stands. */
public enum RunStatus {
    RUNNING("running"),
    DONE("done"),
    FAILED("failed"),
    /** Stopped on purpose: an interrupt, a limit reached; can be resumed. */
    CANCELLED("cancelled"),
    /** Its process ended without a word; found out and written down later, see {@link CrashedRun}. */
    CRASHED("crashed");

    private final String word;

    RunStatus(String word) {
        this.word = word;
    }

    /** The word used in reports. */
    @JsonValue
    public String word() {
        return word;
    }
}
