package org.virnuc.telemetry.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.files.VisibleText;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.report.Figures;

/** Shows the progress of running runs, from the reports that they keep writing. */
public final class RunWatch {
    private final RunHistory history;

    public RunWatch(RunHistory history) {
        this.history = history;
    }

    /** Returns the running attempts, oldest first. Attempts whose process no longer exists are closed first. */
    public List<Attempt> running() {
        history.tidy();
        List<Attempt> recorded = history.read(() -> Sql.query(
                history.connection(),
                "SELECT * FROM runs WHERE status = 'running' ORDER BY started_ms, seq",
                history::attempt));
        return recorded.stream()
                .map(RunHistory::current)
                .filter(attempt -> attempt.status() == HistoryStatus.RUNNING)
                .toList();
    }

    /**
     * Returns one line, for example {@code 20261122T153355-298015  0:12  5 stages done (0 skipped), now esm-2  21,168
     * tokens  /data/demo.virnuc}.
     */
    public static String line(Attempt attempt, Instant now) {
        List<String> parts = new ArrayList<>();
        parts.add(attempt.runId());
        parts.add(Figures.clock(
                Math.max(0, Duration.between(attempt.startedAt(), now).toSeconds())));
        RunReport report = attempt.report();
        if (report == null || report.stages().isEmpty()) {
            parts.add("no stage done yet");
        } else {
            parts.add(stages(report));
            parts.add(Figures.count(report.totals().tokens()) + " tokens");
        }
        parts.add(attempt.origin().directory());
        return VisibleText.whole(String.join("  ", parts));
    }

    /** Returns one line that says how a watched run ended. */
    public static String ended(RunRow row) {
        return VisibleText.whole(row.runId() + "  " + row.status().word()
                + (row.wallSeconds() == null ? "" : " after " + Figures.seconds(row.wallSeconds())) + "  "
                + row.directory());
    }

    private static String stages(RunReport report) {
        long done = count(report, StageStatus.DONE);
        long skipped = count(report, StageStatus.SKIPPED);
        List<StageReport> stages = report.stages();
        String last = stages.isEmpty()
                ? ""
                : stages.get(stages.size() - 1).status() == StageStatus.RUNNING
                        ? ", now " + stages.get(stages.size() - 1).id()
                        : ", last " + stages.get(stages.size() - 1).id();
        return (done + skipped) + " stages done" + (skipped == 0 ? "" : " (" + skipped + " skipped)") + last;
    }

    private static long count(RunReport report, StageStatus status) {
        return report.stages().stream()
                .filter(stage -> stage.status() == status)
                .count();
    }
}
