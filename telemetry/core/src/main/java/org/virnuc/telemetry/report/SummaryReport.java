package org.virnuc.telemetry.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.files.VisibleText;
import org.virnuc.telemetry.BaselineReport;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;

/**
 * Renders the summary that is logged at the end of a run: where the time went, how fast the run was and what came out.
 */
public final class SummaryReport {
    /** Most warnings that are listed; further ones are only counted, because the log contains them. */
    private static final int WARNINGS = 10;

    private final RunReport run;
    private final StringBuilder lines = new StringBuilder();

    private SummaryReport(RunReport run) {
        this.run = run;
    }

    /** Returns the summary as lines of text, each ending in a line feed. */
    public static String render(RunReport run) {
        return new SummaryReport(run).build();
    }

    private String build() {
        lines.append("Run ").append(run.runId()).append(' ').append(Wording.status(run));
        lines.append(run.status() == RunStatus.RUNNING ? " for " : " in ")
                .append(Wording.wall(run.wallSeconds()))
                .append("\n\n");
        lines.append(StageTable.of(run).text()).append('\n');
        section("Error", run.error() == null ? List.of() : List.of(Wording.failure(run.error())));
        String skipped = Wording.skipped(run);
        section("Skipped", skipped == null ? List.of() : List.of(skipped));
        section("Bottlenecks", bottlenecks());
        section("Throughput", joined(Wording.throughput(run)));
        section("Models", models());
        section("Metrics", metrics());
        section("Cost", new CostSection(run).lines());
        section("Estimate", EstimateTable.sentences(run));
        section("Baseline", baseline());
        section("Outcome", outcome(run));
        section("Warnings", warnings());
        return lines.toString();
    }

    /** Appends a label and its lines with equal indentation; nothing if there are no lines. */
    private void section(String label, List<String> content) {
        String margin = label;
        for (String line : content) {
            lines.append(margin)
                    .append(" ".repeat(13 - margin.length()))
                    .append(VisibleText.whole(line))
                    .append('\n');
            margin = "";
        }
    }

    private List<String> bottlenecks() {
        List<String> ranked = new ArrayList<>();
        for (RunReport.Bottleneck stage : run.bottlenecks()) {
            ranked.add(ranked.size() + 1 + ". " + Wording.bottleneck(stage));
        }
        return joined(ranked, "  ");
    }

    private List<String> models() {
        List<String> models = new ArrayList<>();
        run.totals()
                .perModel()
                .forEach((name, model) -> models.add(name + " on " + String.join(", ", model.devices()) + " in "
                        + String.join(", ", model.precisions()) + ": " + Wording.calls(model.calls())));
        return models;
    }

    private List<String> metrics() {
        return run.stages().stream()
                .filter(stage -> !Wording.metrics(stage).isEmpty())
                .map(stage -> stage.id() + ": " + String.join(", ", Wording.metrics(stage)))
                .toList();
    }

    private List<String> baseline() {
        BaselineReport baseline = run.baseline();
        if (baseline == null) {
            return List.of();
        }
        List<String> content = new ArrayList<>(List.of(baseline.name() + ": " + Wording.speedup(baseline)));
        content.addAll(Wording.executedElsewhere(baseline));
        content.addAll(Wording.notCompared(baseline));
        return content;
    }

    /**
     * Returns one line for each total, such as {@code records}, with the counts it consists of, such as
     * {@code records_virus}.
     */
    public static List<String> outcome(RunReport run) {
        Map<String, StringBuilder> totals = new LinkedHashMap<>();
        run.outcome().forEach((name, count) -> {
            int end = name.indexOf('_');
            StringBuilder whole = end < 0 ? null : totals.get(name.substring(0, end));
            String part = Figures.count(count) + " " + name.substring(whole == null ? 0 : end + 1);
            if (whole == null) {
                totals.put(name, new StringBuilder(part));
            } else {
                whole.append(whole.indexOf("=") < 0 ? " = " : " + ").append(part.replace('_', ' '));
            }
        });
        return totals.values().stream().map(StringBuilder::toString).toList();
    }

    private List<String> warnings() {
        List<EventReport> warnings = Wording.warnings(run);
        List<String> content = new ArrayList<>(
                warnings.stream().limit(WARNINGS).map(Wording::event).toList());
        long more = Math.max(0, warnings.size() - WARNINGS);
        if (more > 0) {
            content.add("and " + Figures.count(more) + " more");
        }
        if (run.eventsDropped() > 0) {
            content.add(Figures.count(run.eventsDropped()) + " further events were not kept");
        }
        if (run.telemetryLosses() > 0) {
            content.add("telemetry lost " + Figures.count(run.telemetryLosses()) + " events");
        }
        return content;
    }

    private static List<String> joined(List<String> words) {
        return joined(words, ", ");
    }

    private static List<String> joined(List<String> words, String separator) {
        return words.isEmpty() ? List.of() : List.of(String.join(separator, words));
    }
}
