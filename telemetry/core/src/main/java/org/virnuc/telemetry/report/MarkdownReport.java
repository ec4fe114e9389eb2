package org.virnuc.telemetry.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnuc.files.VisibleText;
import org.virnuc.telemetry.BaselineReport;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.RunReport;

/** Renders a report as a Markdown page, {@code telemetry.md}. Sections without content are left out. */
public final class MarkdownReport {
    /** Most events on the page; {@code telemetry.json} contains more. */
    private static final int EVENTS = 50;

    private final RunReport run;
    private final StringBuilder page = new StringBuilder();

    private MarkdownReport(RunReport run) {
        this.run = run;
    }

    /** Returns the page, which ends in a line feed. */
    public static String render(RunReport run) {
        return new MarkdownReport(run).build();
    }

    private String build() {
        page.append("# Run ")
                .append(run.runId())
                .append(": ")
                .append(Wording.status(run))
                .append("\n\n");
        page.append(facts().markdown());
        section("Outcome", outcome());
        section("Guardrails", GuardrailTable.of(run));
        section("Stages", StageTable.of(run));
        section("Resources", ResourceTable.of(run));
        gpus();
        bottlenecks();
        throughput();
        section("Models", models());
        page.append(new CostSection(run).page());
        estimate();
        section("Metrics", metrics());
        baseline();
        events();
        section("Environment", environment());
        return VisibleText.lines(page.toString());
    }

    private void section(String title, Table table) {
        if (!table.isEmpty()) {
            heading(title);
            page.append(table.markdown());
        }
    }

    private void heading(String title) {
        page.append("\n## ").append(title).append("\n\n");
    }

    private Table facts() {
        Table facts = new Table(2, List.of("Run", run.runId()));
        facts.add(List.of("Command", run.command()));
        facts.add(List.of("Version", run.version()));
        facts.add(List.of("Status", Wording.status(run)));
        facts.add(List.of("Started", run.startedAt().toString()));
        if (run.endedAt() != null) {
            facts.add(List.of("Ended", run.endedAt().toString()));
        }
        facts.add(List.of("Wall time", Wording.wall(run.wallSeconds())));
        Double user = run.cpuUserSeconds();
        Double system = run.cpuSystemSeconds();
        if (user != null && system != null) {
            facts.add(List.of("CPU time", Figures.seconds(user) + " user, " + Figures.seconds(system) + " system"));
        }
        BigDecimal cost = run.totals().cost();
        if (cost != null) {
            facts.add(List.of("Cost", Wording.cost(cost, run.totals().currency())));
        }
        if (run.error() != null) {
            facts.add(List.of("Error", Wording.failure(run.error())));
        }
        return facts;
    }

    private Table outcome() {
        Table counts = new Table(1, List.of("Result", "Count"));
        run.outcome().forEach((name, count) -> counts.add(List.of(name, Figures.count(count))));
        return counts;
    }

    private void gpus() {
        section("GPUs", GpuTable.of(run));
        GpuTable.energy(run)
                .ifPresent(energy -> page.append('\n').append(energy).append('\n'));
    }

    private void bottlenecks() {
        if (!run.bottlenecks().isEmpty()) {
            heading("Bottlenecks");
            int rank = 1;
            for (RunReport.Bottleneck stage : run.bottlenecks()) {
                page.append(rank++)
                        .append(". ")
                        .append(Wording.bottleneck(stage))
                        .append('\n');
            }
        }
    }

    private void throughput() {
        if (!run.throughput().isEmpty()) {
            heading("Throughput");
            page.append("Work of this run over its wall time: ");
            page.append(String.join(", ", Wording.throughput(run))).append(".\n");
        }
    }

    private Table models() {
        Table models = new Table(4, List.of("Model", "Provider", "Device", "Precision", "Calls", "Tokens", "Padding"));
        run.totals().perModel().forEach((name, model) -> {
            Double padding = model.calls().paddingShare();
            models.add(List.of(
                    name,
                    String.join(", ", model.providers()),
                    String.join(", ", model.devices()),
                    String.join(", ", model.precisions()),
                    Figures.count(model.calls().count()),
                    Figures.count(model.calls().tokens()),
                    padding == null ? "-" : Figures.percent(padding)));
        });
        return models;
    }

    private Table metrics() {
        Table metrics = new Table(2, List.of("Stage", "Metric", "Value"));
        run.stages().forEach(stage -> stage.metrics()
                .forEach((name, value) -> metrics.add(List.of(stage.id(), name, Figures.metric(name, value)))));
        return metrics;
    }

    private void estimate() {
        section("Estimate against actual", EstimateTable.of(run));
        String reason = EstimateTable.notCompared(run);
        page.append(reason == null ? "" : "\nNot compared: " + reason + ".\n");
    }

    private void baseline() {
        BaselineReport baseline = run.baseline();
        if (baseline != null) {
            heading("Compared with " + baseline.name());
            page.append("This run: ").append(Wording.speedup(baseline)).append(".\n");
            List<String> notes = new ArrayList<>(Wording.executedElsewhere(baseline));
            notes.addAll(Wording.notCompared(baseline));
            notes.forEach(line -> page.append("\n- ").append(line));
            page.append(notes.isEmpty() ? "" : "\n");
        }
    }

    private void events() {
        if (run.events().isEmpty() && run.telemetryLosses() == 0) {
            return;
        }
        heading("Events");
        Table events = new Table(5, List.of("Time", "Severity", "Class", "Stage", "Event"));
        for (EventReport event : run.events().stream().limit(EVENTS).toList()) {
            events.add(List.of(
                    event.at().toString(),
                    event.severity().word(),
                    event.eventClass().word(),
                    event.stage() == null ? "" : event.stage(),
                    event.message()));
        }
        page.append(events.isEmpty() ? "" : events.markdown());
        note("%s more events happened.", Math.max(0, run.events().size() - EVENTS) + run.eventsDropped());
        note("Telemetry lost %s events.", run.telemetryLosses());
    }

    private void note(String sentence, long count) {
        if (count > 0) {
            page.append('\n')
                    .append(String.format(Locale.ROOT, sentence, Figures.count(count)))
                    .append('\n');
        }
    }

    private Table environment() {
        Table environment = new Table(2, List.of("Environment", "Value"));
        for (Map.Entry<String, String> fact : run.environment().entrySet()) {
            environment.add(List.of(fact.getKey(), fact.getValue()));
        }
        return environment;
    }
}
