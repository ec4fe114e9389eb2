package org.virnuc.telemetry.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnuc.files.VisibleText;
import org.virnuc.telemetry.EstimateReport;
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
     * Returns one line, the most important first, for example {@code 20261122T153355-298015  0:12  stage 6: esm-2 45 %
     * 0:20 left  0.0012 USD  21,168 tokens  demo.fna  /data/demo.virnuc}.
     */
    public String line(Attempt attempt, Instant now) {
        List<String> parts = new ArrayList<>();
        parts.add(attempt.runId());
        double elapsed = Math.max(0, Duration.between(attempt.startedAt(), now).toMillis() / 1e3);
        parts.add(Figures.clock((long) elapsed));
        RunReport report = attempt.report();
        List<RunRow> samples = new RunList(history).samples(attempt.runId());
        if (!samples.isEmpty()) {
            parts.add(samples(samples));
        } else if (report == null || report.stages().isEmpty()) {
            parts.add("no stage done yet");
        } else {
            parts.add(stages(report));
            left(report, elapsed).ifPresent(seconds -> parts.add(Figures.clock(seconds) + " left"));
            RunReport.Totals totals = report.totals();
            if (totals.cost() != null && totals.currency() != null) {
                parts.add(Figures.money(totals.cost(), totals.currency()));
            }
            parts.add(Figures.count(totals.tokens()) + " tokens");
        }
        String input = attempt.description().input();
        if (input != null) {
            parts.add(input);
        }
        parts.add(attempt.origin().directory());
        return String.join("  ", parts);
    }

    private static String samples(List<RunRow> samples) {
        long on = samples.stream()
                .filter(row -> row.status() == HistoryStatus.RUNNING)
                .count();
        long done = samples.stream()
                .filter(row -> row.status() == HistoryStatus.DONE)
                .count();
        return Figures.counted(done, "sample") + " done, " + Figures.count(on) + " on"
                + (samples.size() > done + on ? ", " + Figures.count(samples.size() - done - on) + " not done" : "");
    }

    /**
     * Returns the seconds that are left: of the run, by the estimate made before it, or else of its current stage at the
     * speed so far. Empty if neither is known, or the estimate is used up.
     */
    private static Optional<Long> left(RunReport report, double elapsed) {
        EstimateReport estimate = report.estimate();
        if (estimate != null && estimate.notCompared() == null) {
            double left = estimate.seconds().expected() - elapsed;
            return left > 0 ? Optional.of(Math.round(left)) : Optional.empty();
        }
        StageReport last = report.stages().get(report.stages().size() - 1);
        Double rate = last.itemsPerSecond();
        Number expected = last.metrics().get(StageReport.ITEMS_EXPECTED);
        Long done = last.itemsIn();
        if (last.status() != StageStatus.RUNNING || expected == null || done == null || rate == null || rate <= 0) {
            return Optional.empty();
        }
        double since = Math.max(0, elapsed - report.wallSeconds());
        double left = (expected.longValue() - done) / rate - since;
        return left > 0 ? Optional.of(Math.round(left)) : Optional.empty();
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
        StageReport last = stages.get(stages.size() - 1);
        boolean on = last.status() == StageStatus.RUNNING;
        return on ? "stage " + stages.size() + ": " + last.id() + share(last) : done + skipped + " stages done";
    }

    private static String share(StageReport stage) {
        Number expected = stage.metrics().get(StageReport.ITEMS_EXPECTED);
        Long done = stage.itemsIn();
        return expected == null || done == null || expected.longValue() <= 0
                ? ""
                : " " + Math.min(100, 100 * done / expected.longValue()) + " %";
    }

    private static long count(RunReport report, StageStatus status) {
        return report.stages().stream()
                .filter(stage -> stage.status() == status)
                .count();
    }
}
