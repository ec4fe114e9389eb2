package org.virnuc.telemetry.history;

import java.util.List;
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

    private static final List<HistoryStatus> ALL = List.of(values());

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
        for (HistoryStatus status : ALL) {
            if (status.word.equalsIgnoreCase(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /** What a report's status means here. */
    public static HistoryStatus of(RunStatus status) {
        return of(status.word()).orElseThrow(() -> new IllegalArgumentException("status " + status.word()));
    }
}
