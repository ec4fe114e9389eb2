package org.virnuc.telemetry.history;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.BaselineReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.report.Baseline;
import org.virnuc.telemetry.report.Figures;
import org.virnuc.telemetry.report.SummaryReport;
import org.virnuc.telemetry.report.Table;

/** Formats one run, or the comparison of two, as text. */
public final class RunPage {
    private static final String UNKNOWN = "-";

    private RunPage() {}

    /**
     * Describes a run: what the history knows about it, the other attempts in its directory, and the summary of its
     * report.
     */
    public static String show(RunRow row, Attempt attempt, List<RunRow> attempts) {
        Table facts = new Table(2, List.of("Run", row.runId()));
        facts.add(List.of("Status", row.status().word()));
        facts.add(List.of("Started", RunTable.time(row.startedAt()) + " UTC"));
        facts.add(List.of("Ended", row.endedAt() == null ? UNKNOWN : RunTable.time(row.endedAt()) + " UTC"));
        facts.add(List.of("Directory", row.directory()));
        facts.add(List.of("Continues", row.previousRunId() == null ? UNKNOWN : row.previousRunId()));
        facts.add(List.of(
                "Attempt",
                attempts.indexOf(row) + 1 + " of " + attempts.size() + " in this directory that the history has"));
        facts.add(List.of("Command", attempt.command()));
        facts.add(List.of("Version", attempt.version()));
        facts.add(List.of(
                "Process", attempt.origin().pid() + " on " + attempt.origin().host()));
        RunReport report = attempt.report();
        return facts.text() + "\n" + (report == null ? "It left no report.\n" : SummaryReport.render(report));
    }

    /** Compares the stages of two runs, with the speed-up of the second over the first. */
    public static String compare(RunReport before, RunReport after) {
        BaselineReport compared = Baseline.of(before.runId(), before).compare(after);
        Table table = new Table(1, List.of("Stage", before.runId(), after.runId(), "Speed-up", "Not compared because"));
        compared.stages()
                .forEach((id, stage) -> table.add(List.of(
                        id,
                        seconds(stage.wallSeconds()),
                        wall(after, id),
                        stage.speedup() == null ? UNKNOWN : Figures.times(stage.speedup()),
                        stage.reason() == null ? "" : stage.reason())));
        for (StageReport stage : after.stages()) {
            if (!compared.stages().containsKey(stage.id())) {
                table.add(List.of(stage.id(), UNKNOWN, wall(after, stage.id()), UNKNOWN, "not in " + before.runId()));
            }
        }
        table.add(List.of(
                "stages compared",
                seconds(compared.wallSeconds()),
                compared.speedup() == null ? UNKNOWN : Figures.seconds(compared.wallSeconds() / compared.speedup()),
                compared.speedup() == null ? UNKNOWN : Figures.times(compared.speedup()),
                ""));
        table.add(List.of("whole run", seconds(before.wallSeconds()), seconds(after.wallSeconds()), "", ""));
        table.add(List.of(
                "tokens",
                Figures.count(before.totals().tokens()),
                Figures.count(after.totals().tokens()),
                "",
                ""));
        table.add(List.of("cost", cost(before), cost(after), "", ""));
        return table.text();
    }

    private static String cost(RunReport run) {
        return RunTable.cost(run.totals().cost(), run.totals().currency());
    }

    private static String wall(RunReport run, String id) {
        return run.stages().stream()
                .filter(stage -> stage.id().equals(id))
                .reduce((first, last) -> last)
                .map(stage -> stage.status() == StageStatus.SKIPPED ? "skipped" : Figures.seconds(stage.wallSeconds()))
                .orElse(UNKNOWN);
    }

    private static String seconds(@Nullable Double value) {
        return value == null ? UNKNOWN : Figures.seconds(value);
    }
}
