package org.virnuc.telemetry.dashboard;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.EstimateReport;
import org.virnuc.telemetry.ModelFigures;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.history.RunDescription;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.report.Figures;
import org.virnuc.telemetry.report.SummaryReport;

/** Shows one run: a summary, its stages, its models, its events and its surroundings. What is not known is called so, never 0. */
final class RunPanel {
    private final RunView run;
    private final Instant now;
    private final boolean linked;

    /** @param linked whether links to files and to other runs lead anywhere; they do not in a frozen page */
    RunPanel(RunView run, Instant now, boolean linked) {
        this.run = run;
        this.now = now;
        this.linked = linked;
    }

    void appendTo(Html html) {
        title(html);
        RunReport report = run.report();
        if (report == null) {
            html.element(
                    "p",
                    "class=\"empty\"",
                    run.isRunning()
                            ? "It has not written a report yet."
                            : "It left no report, so nothing more is known. Runs without telemetry leave none.");
        } else {
            summary(html, report);
            StagePanel stages = new StagePanel(run, report, linked);
            stages.chips(html);
            new TimelinePanel(run, report).appendTo(html);
            stages.table(html);
            models(html, report);
            new GpuPanel(report).appendTo(html);
            new EventPanel(report).appendTo(html);
            new MetricsPanel(report).appendTo(html);
        }
        samples(html);
        surroundings(html, report);
        new FilesPanel(run, linked).appendTo(html);
        attempts(html);
    }

    private void title(Html html) {
        html.raw("<div class=\"title\"><h2 id=\"run-title\">").text(run.name()).raw("</h2> ");
        Layout.status(html, run.status());
        html.raw("</div><p class=\"when\">").text(run.row().runId() + " · started ");
        Layout.age(html, run.row().startedAt(), now);
        if (run.isRunning()) {
            Instant last = run.updatedAt() == null ? run.row().startedAt() : run.updatedAt();
            html.raw(" · last update ");
            Layout.age(html, last, now);
        }
        html.raw("</p>");
        about(html);
        if (run.isSilent(now)) {
            html.element(
                    "p",
                    "class=\"problem\"",
                    "The run is not known to have ended, and has given no sign of life for a while. Its process may be"
                            + " stuck, or the machine it ran on may be gone.");
        }
        if (run.row().error() != null) {
            html.element("p", "class=\"problem\"", run.row().error());
        }
    }

    /** Says what users and sample sheets say of the run. */
    private void about(Html html) {
        RunDescription about = run.row().description();
        html.raw("<p class=\"about\">");
        if (about.input() != null) {
            html.element("span", "", "Input " + about.input());
        }
        about.label().tags().forEach(tag -> html.element("span", "class=\"tag\"", tag));
        if (about.label().note() != null) {
            html.element("span", "", about.label().note());
        }
        if (about.parentRunId() != null) {
            html.raw("<span>Sample of ");
            link(html, about.parentRunId(), about.parentRunId());
            html.raw("</span>");
        }
        html.raw("</p>");
    }

    private void summary(Html html, RunReport report) {
        html.raw("<div class=\"cards\">");
        card(html, "Wall time", RunsPage.duration(report.wallSeconds()), cpu(report));
        RunReport.Totals totals = report.totals();
        card(html, "Cost", known(RunsPage.cost(totals.cost(), totals.currency())), cap(report));
        card(html, "Tokens", Figures.count(totals.tokens()), calls(totals));
        estimate(html, report.estimate());
        html.raw("</div>");
        for (String line : SummaryReport.outcome(report)) {
            html.element("p", "class=\"outcome\"", line);
        }
        costBar(html, report);
    }

    private static void card(Html html, String name, String value, String below) {
        html.raw("<div class=\"card\">")
                .element("h3", "", name)
                .element("p", "class=\"value\"", value)
                .element("p", "class=\"below\"", below)
                .raw("</div>");
    }

    private static String known(@Nullable String value) {
        return value == null ? Layout.UNKNOWN : value;
    }

    private static String cpu(RunReport report) {
        Double user = report.cpuUserSeconds();
        Double system = report.cpuSystemSeconds();
        return user == null || system == null ? "CPU time not known" : RunsPage.duration(user + system) + " CPU";
    }

    private static String calls(RunReport.Totals totals) {
        long padded = totals.perModel().values().stream()
                .mapToLong(model -> model.calls().paddedTokens())
                .sum();
        long slots = totals.tokens() + padded;
        return Figures.count(totals.calls()) + " model calls"
                + (slots == 0 ? "" : ", " + Figures.percent(padded / (double) slots) + " padding");
    }

    private static String cap(RunReport report) {
        CostReport costs = report.costs();
        if (costs == null || costs.cap() == null) {
            return report.totals().cost() == null ? "no prices were given" : "no cap";
        }
        return Figures.money(costs.cap().spent()) + " of a cap of "
                + Figures.money(costs.cap().limit()) + (costs.cap().reached() ? ", reached" : "");
    }

    private static void estimate(Html html, @Nullable EstimateReport estimate) {
        if (estimate == null) {
            return;
        }
        EstimateReport.Figure seconds = estimate.seconds();
        String range = RunsPage.duration(seconds.low()) + " to " + RunsPage.duration(seconds.high());
        card(
                html,
                "Estimate",
                range,
                seconds.within() == null
                        ? estimate.notCompared() == null ? "still running" : estimate.notCompared()
                        : seconds.within() ? "the run took a time within it" : "the run took a time outside of it");
    }

    /** Shows what the cost was for. The parts add up to the whole. */
    private static void costBar(Html html, RunReport report) {
        CostReport costs = report.costs();
        CostSplit total = costs == null ? null : costs.total();
        if (total == null || total.cost().signum() == 0) {
            return;
        }
        Map<String, BigDecimal> parts = new LinkedHashMap<>();
        parts.put("compute", total.compute());
        parts.put("load", total.load());
        parts.put("idle", total.idle());
        parts.put("retried", total.retried());
        parts.put("wasted", total.wasted());
        html.raw("<svg class=\"bar\" viewBox=\"0 0 1000 24\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        double x = 0;
        for (Map.Entry<String, BigDecimal> part : parts.entrySet()) {
            double width = 1000 * part.getValue().doubleValue() / total.cost().doubleValue();
            html.raw("<rect class=\"" + part.getKey() + "\" x=\"" + Svg.number(x) + "\" y=\"0\" height=\"24\" width=\""
                    + Svg.number(width) + "\"/>");
            x += width;
        }
        html.raw("</svg><ul class=\"legend\">");
        parts.forEach((name, cost) -> html.raw("<li><span class=\"key " + name + "\"></span>")
                .text(name + " " + known(RunsPage.cost(cost, report.totals().currency())))
                .raw("</li>"));
        html.raw("</ul>");
    }

    private static void models(Html html, RunReport report) {
        Map<String, ModelFigures> models = report.totals().perModel();
        if (models.isEmpty()) {
            return;
        }
        html.raw("<h3>Models</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\""
                + " aria-label=\"Models\"><table><thead><tr>");
        List.of("Model", "Device", "Precision", "Calls", "Tokens", "Tokens/s", "Padding", "Seconds", "Cost")
                .forEach(title -> html.element("th", "scope=\"col\"", title));
        html.raw("</tr></thead><tbody>");
        models.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<String, ModelFigures> entry) ->
                                        entry.getValue().calls().cost(),
                                Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparingDouble(entry -> entry.getValue().calls().seconds())
                        .reversed())
                .forEach(entry -> model(
                        html, entry.getKey(), entry.getValue(), report.totals().currency()));
        html.raw("</tbody></table></div>");
    }

    private static void model(Html html, String name, ModelFigures model, @Nullable String currency) {
        Double padding = model.calls().paddingShare();
        double seconds = model.calls().seconds();
        html.raw("<tr>").element("th", "scope=\"row\"", name);
        List.of(
                        String.join(", ", model.devices()),
                        String.join(", ", model.precisions()),
                        Figures.count(model.calls().count()),
                        Figures.count(model.calls().tokens()),
                        seconds > 0 ? Figures.rate(model.calls().tokens() / seconds) : "–",
                        padding == null ? "–" : Figures.percent(padding),
                        Figures.seconds(seconds),
                        known(RunsPage.cost(model.calls().cost(), currency)))
                .forEach(value -> html.element("td", "", value));
        html.raw("</tr>");
    }

    /** Lists the runs of the samples, if the run is that of a sheet. */
    private void samples(Html html) {
        if (run.samples().isEmpty()) {
            return;
        }
        html.raw("<h3 id=\"samples\">Samples</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\""
                        + " aria-label=\"Samples\">")
                .raw("<table><thead><tr><th scope=\"col\">Sample</th><th scope=\"col\">Status</th><th"
                        + " scope=\"col\">Outcome</th>")
                .raw("<th scope=\"col\" class=\"number\">Wall time</th><th scope=\"col\" class=\"number\">Tokens</th>")
                .raw("<th scope=\"col\" class=\"number\">Cost</th></tr></thead><tbody>");
        for (RunRow sample : run.samples()) {
            html.raw("<tr><th scope=\"row\">");
            link(html, sample.runId(), RunView.name(sample));
            html.raw("</th><td>");
            Layout.status(html, sample.status());
            html.raw("</td>");
            RunTableView.outcome(html, sample);
            html.element(
                            "td",
                            "class=\"number\"",
                            sample.wallSeconds() == null ? "–" : RunsPage.duration(sample.wallSeconds()))
                    .element("td", "class=\"number\"", Figures.count(sample.tokens()))
                    .element(
                            "td",
                            "class=\"number\"",
                            Objects.requireNonNullElse(RunsPage.cost(sample.cost(), sample.currency()), "–"))
                    .raw("</tr>");
        }
        html.raw("</tbody></table></div>");
    }

    private void link(Html html, String runId, String text) {
        if (linked) {
            html.element("a", Html.attribute("href", ".?run=" + runId), text);
        } else {
            html.text(text);
        }
    }

    private void surroundings(Html html, @Nullable RunReport report) {
        html.raw("<details id=\"environment\"><summary>Command and environment</summary><table class=\"facts\">");
        html.fact("Command", run.attempt().command());
        html.fact("Version", run.attempt().version());
        html.fact("Directory", run.row().directory());
        String host = run.attempt().origin().host();
        html.fact(
                "Process",
                host.isEmpty() ? Layout.UNKNOWN : run.attempt().origin().pid() + " on " + host);
        html.fact("Started", Layout.time(run.row().startedAt()) + " UTC");
        html.fact(
                "Ended",
                run.row().endedAt() == null
                        ? Layout.UNKNOWN
                        : Layout.time(run.row().endedAt()) + " UTC");
        if (report != null) {
            report.environment().forEach(html::fact);
        }
        html.raw("</table></details>");
    }

    private void attempts(Html html) {
        if (run.attempts().size() < 2) {
            return;
        }
        html.raw("<h3>Attempts in this directory</h3><ol class=\"attempts\">");
        for (RunRow attempt : run.attempts()) {
            html.raw("<li>");
            link(html, attempt.runId(), attempt.runId());
            html.raw(" ");
            Layout.status(html, attempt.runId().equals(run.row().runId()) ? run.status() : attempt.status());
            html.raw("</li>");
        }
        html.raw("</ol>");
    }
}
