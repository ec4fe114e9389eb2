package org.virnuc.telemetry.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;

/**
 * One attempt of a run, whole, as it is recorded, spooled and archived.
 *
 * @param runId unique
 * @param origin who made it, and where
 * @param command the command line as typed
 * @param version of the program
 * @param startedAt when it began
 * @param status how it stands
 * @param report null until there is one
 */
public record Attempt(
        String runId,
        Origin origin,
        String command,
        String version,
        Instant startedAt,
        HistoryStatus status,
        @Nullable RunReport report) {

    public Attempt {
        if (runId.isBlank()) {
            throw new IllegalArgumentException("run_id is blank");
        }
        if (report != null && !report.runId().equals(runId)) {
            throw new IllegalArgumentException("report of run " + report.runId() + " given for run " + runId);
        }
    }

    /** One that begins. */
    public static Attempt begun(RunInfo run, Origin origin, Instant startedAt) {
        return new Attempt(run.runId(), origin, run.command(), run.version(), startedAt, HistoryStatus.RUNNING, null);
    }

    /** One as its report has it. */
    public static Attempt of(RunReport report, Origin origin) {
        return new Attempt(
                report.runId(),
                origin,
                report.command(),
                report.version(),
                report.startedAt(),
                HistoryStatus.of(report.status()),
                report);
    }

    /** The same with another report of it, as when it was priced anew. */
    public Attempt with(RunReport changed) {
        return new Attempt(runId, origin, command, version, startedAt, status, changed);
    }

    /** The same, found crashed; with what its last report says, where it left one. */
    Attempt crashed(@Nullable RunReport left) {
        if (left != null && HistoryStatus.of(left.status()) != HistoryStatus.RUNNING) {
            return of(left, origin); // it had ended, and crashed before it could tell the history
        }
        return new Attempt(
                runId, origin, command, version, startedAt, HistoryStatus.CRASHED, left == null ? report : left);
    }
}
