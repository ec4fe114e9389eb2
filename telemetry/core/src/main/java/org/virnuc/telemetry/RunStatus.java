package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonValue;
import org.virnuc.files.PublicApi;

/** The status of a run: running, or how it ended. */
@PublicApi
public enum RunStatus {
    RUNNING("running"),
    DONE("done"),
    FAILED("failed"),
    /** Stopped on purpose, by an interrupt or because a limit was reached. The run can be resumed. */
    CANCELLED("cancelled"),
    /**
     * The process died without reporting an end. Another process detects and records this later, see
     * {@link CrashedRun}.
     */
    CRASHED("crashed");

    private final String word;

    RunStatus(String word) {
        this.word = word;
    }

    /** Returns the word that stands for this status in reports. */
    @JsonValue
    public String word() {
        return word;
    }
}
