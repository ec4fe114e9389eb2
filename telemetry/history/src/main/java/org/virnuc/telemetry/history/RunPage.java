package org.virnuc.telemetry.history;

import java.io.StringWriter;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.SummaryReport;
import org.virnuc.telemetry.report.Table;

/** Formats one run as text. */
public final class RunPage {
    private static final String UNKNOWN = "-";

    private static final List<RunColumn> SAMPLE_COLUMNS = List.of(
            RunColumn.NAME,
            RunColumn.RUN,
            RunColumn.STATUS,
            RunColumn.OUTCOME,
            RunColumn.WALL,
            RunColumn.TOKENS,
            RunColumn.COST);

    private RunPage() {}

    /**
     * Describes a run: what the history knows about it, the other attempts in its directory, the samples of a sheet,
     * and the summary of its report.
     */
    public static String show(RunRow row, Attempt attempt, List<RunRow> attempts, List<RunRow> samples) {
        Table facts = new Table(2, List.of("Run", row.runId()));
        RunDescription about = attempt.description();
        addKnown(facts, "Name", about.label().name());
        addKnown(facts, "Tags", String.join(", ", about.label().tags()));
        addKnown(facts, "Note", about.label().note());
        facts.add(List.of("Status", row.status().word()));
        facts.add(List.of("Started", RunTable.time(row.startedAt()) + " UTC"));
        facts.add(List.of("Ended", row.endedAt() == null ? UNKNOWN : RunTable.time(row.endedAt()) + " UTC"));
        addKnown(facts, "Input", about.input());
        addKnown(facts, "Sheet", about.parentRunId());
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
        return facts.text() + "\n" + table(samples) + (report == null ? none(row) : SummaryReport.render(report));
    }

    private static void addKnown(Table facts, String label, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            facts.add(List.of(label, value));
        }
    }

    private static String table(List<RunRow> samples) {
        if (samples.isEmpty()) {
            return "";
        }
        RunListing list = new RunListing(SAMPLE_COLUMNS, OptionalInt.empty());
        samples.forEach(list::add);
        StringWriter text = new StringWriter();
        list.writeTo(text);
        return text.append('\n').toString();
    }

    private static String none(RunRow row) {
        return row.status() == HistoryStatus.RUNNING ? "It has written no report yet.\n" : "It left no report.\n";
    }
}
