package org.virnuc.telemetry.history;

import java.util.List;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.SummaryReport;
import org.virnuc.telemetry.report.Table;

/** Formats one run as text. */
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
        return facts.text() + "\n" + (report == null ? none(row) : SummaryReport.render(report));
    }

    private static String none(RunRow row) {
        return row.status() == HistoryStatus.RUNNING ? "It has written no report yet.\n" : "It left no report.\n";
    }
}
