package org.virnuc.telemetry.history;

import java.util.Arrays;
import java.util.Optional;
import org.virnuc.telemetry.RunStatus;

/** How an attempt stands, as the history knows it. */
public enum HistoryStatus {
    RUNNING("running"),
    DONE("done"),
    FAILED("failed"),
    CANCELLED("cancelled"),
    /** Its process ended without a word; found out later. */
    CRASHED("crashed");

    private final String word;

    HistoryStatus(String word) {
        this.word = word;
    }

    /** The word used in the file, in lists and on the command line. */
    public String word() {
        return word;
    }

    /** The status of that word. */
    public static Optional<HistoryStatus> of(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word.equalsIgnoreCase(word))
                .findFirst();
    }

    /** What a report's status means here. */
    public static HistoryStatus of(RunStatus status) {
        return of(status.word()).orElseThrow(() -> new IllegalArgumentException("status " + status.word()));
    }
}
