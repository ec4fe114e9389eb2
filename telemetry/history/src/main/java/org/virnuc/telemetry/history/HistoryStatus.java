package org.virnuc.telemetry.history;

import java.util.List;
import java.util.Optional;
import org.virnuc.telemetry.RunStatus;

/** The status of an attempt in the history. */
public enum HistoryStatus {
    RUNNING("running"),
    DONE("done"),
    FAILED("failed"),
    CANCELLED("cancelled"),
    /** The process died without reporting an end. Another process detected this later. */
    CRASHED("crashed");

    private static final List<HistoryStatus> ALL = List.of(values());

    private final String word;

    HistoryStatus(String word) {
        this.word = word;
    }

    /** Returns the word that stands for this status in the history file, in lists and on the command line. */
    public String word() {
        return word;
    }

    /** Returns the status for a word; empty if there is none. */
    public static Optional<HistoryStatus> of(String word) {
        for (HistoryStatus status : ALL) {
            if (status.word.equalsIgnoreCase(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /** Converts the status of a report. */
    public static HistoryStatus of(RunStatus status) {
        return of(status.word()).orElseThrow(() -> new IllegalArgumentException("status " + status.word()));
    }
}
