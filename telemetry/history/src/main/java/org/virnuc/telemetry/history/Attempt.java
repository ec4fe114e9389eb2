package org.virnuc.telemetry.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CrashedRun;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;

/**
 * One attempt of a run with everything the history knows about it. The history records attempts, the spool holds them
 * back, and archives contain them.
 *
 * @param runId unique id of the attempt
 * @param origin the process that makes the attempt
 * @param command the command line as typed
 * @param version version of the program
 * @param startedAt when the attempt started
 * @param status status of the attempt
 * @param description what the attempt is about
 * @param report report of the attempt; null until there is one. The report of a crashed attempt is crashed, too, and
 *     its open stages have failed
 */
public record Attempt(
        String runId,
        Origin origin,
        String command,
        String version,
        Instant startedAt,
        HistoryStatus status,
        RunDescription description,
        @Nullable RunReport report) {

    public Attempt {
        if (runId.isBlank()) {
            throw new IllegalArgumentException("run_id is blank");
        }
        if (report != null && !report.runId().equals(runId)) {
            throw new IllegalArgumentException("report of run " + report.runId() + " given for run " + runId);
        }
        if (report != null && status == HistoryStatus.CRASHED && report.status() == RunStatus.RUNNING) {
            report = CrashedRun.closed(report); // as it was last written, it still says that the run is running
        }
    }

    /** Creates an attempt that has just started. */
    public static Attempt begun(RunInfo run, Origin origin, Instant startedAt) {
        return new Attempt(
                run.runId(),
                origin,
                run.command(),
                run.version(),
                startedAt,
                HistoryStatus.RUNNING,
                RunDescription.NONE,
                null);
    }

    /** Creates an attempt from its report. */
    public static Attempt of(RunReport report, Origin origin) {
        return new Attempt(
                report.runId(),
                origin,
                report.command(),
                report.version(),
                report.startedAt(),
                HistoryStatus.of(report.status()),
                RunDescription.NONE,
                report);
    }

    /** Returns a copy with another description. */
    public Attempt described(RunDescription other) {
        return new Attempt(runId, origin, command, version, startedAt, status, other, report);
    }

    /** Returns a copy with another report, for example after it was priced again. */
    public Attempt with(RunReport changed) {
        return new Attempt(runId, origin, command, version, startedAt, status, description, changed);
    }

    /**
     * Returns the attempt as it is now, if {@code written} is the last report that it wrote to its directory: a running
     * attempt has the figures of that report, and has ended if that report has. The history itself hears of a run only
     * when it starts and when it ends. Null if there is no report.
     */
    Attempt now(@Nullable RunReport written) {
        return status == HistoryStatus.RUNNING && written != null
                ? of(written, origin).described(description)
                : this;
    }

    /**
     * Returns a copy with status {@code crashed}. {@code left} is the last report that the attempt wrote; null if there
     * is none.
     */
    Attempt crashed(@Nullable RunReport left) {
        if (left != null && HistoryStatus.of(left.status()) != HistoryStatus.RUNNING) {
            return of(left, origin)
                    .described(description); // it had ended, but crashed before it could update the history
        }
        return new Attempt(
                runId,
                origin,
                command,
                version,
                startedAt,
                HistoryStatus.CRASHED,
                description,
                left == null ? report : left);
    }
}
