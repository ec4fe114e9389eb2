package org.virnuc.telemetry.dashboard;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.EstimateReport;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.ModelFigures;
import org.virnuc.telemetry.ResourceFigures;
import org.virnuc.telemetry.RunReport;
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
            stages.timeline(html);
            stages.table(html);
            models(html, report);
            events(html, report);
            resources(html, report);
        }
        surroundings(html, report);
        files(html);
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

    private void summary(Html html, RunReport report) {
        html.raw("<div class=\"cards\">");
        card(html, "Wall time", RunsPage.duration(report.wallSeconds()), cpu(report));
        RunReport.Totals totals = report.totals();
        card(html, "Cost", known(RunsPage.cost(totals.cost(), totals.currency())), cap(report));
        card(html, "Tokens", Figures.count(totals.tokens()), Figures.count(totals.calls()) + " model calls");
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
        html.raw(
                "<h3>Models</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Models\"><table><thead><tr>");
        List.of("Model", "Device", "Precision", "Calls", "Tokens", "Tokens/s", "Padding", "Seconds", "Cost")
                .forEach(title -> html.element("th", "scope=\"col\"", title));
        html.raw("</tr></thead><tbody>");
        models.entrySet().stream()
                .sorted(Comparator.comparingDouble(
                        entry -> -entry.getValue().calls().seconds()))
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

    private static void events(Html html, RunReport report) {
        if (report.events().isEmpty()) {
            return;
        }
        html.raw("<h3>Events</h3><ul class=\"events\">");
        for (EventReport event : report.events()) {
            String severity = event.severity().name().toLowerCase(Locale.ROOT);
            html.raw("<li class=\"" + severity + "\"><span class=\"severity\">" + severity + "</span> ")
                    .element(
                            "span",
                            "class=\"class\"",
                            event.eventClass().toString().toLowerCase(Locale.ROOT))
                    .raw(" ");
            if (event.stage() != null) {
                html.element("span", "class=\"stage\"", event.stage()).raw(" ");
            }
            html.text(event.message());
            Object examples = event.details().get("examples");
            if (examples != null) {
                html.raw(" <span class=\"examples\">").text(examples).raw("</span>");
            }
            html.raw("</li>");
        }
        html.raw("</ul>");
        if (report.eventsDropped() > 0) {
            html.element("p", "", Figures.count(report.eventsDropped()) + " further events are not in the report.");
        }
    }

    private static void resources(Html html, RunReport report) {
        ResourceFigures used = report.resources();
        html.raw("<details id=\"resources\"><summary>Resources and throughput</summary><table class=\"facts\">");
        bytes(html, "Peak memory", used.peakRssBytes());
        bytes(html, "Allocated on the Java heap", used.allocatedBytes());
        html.fact("Garbage collection", used.gcSeconds() == null ? Layout.UNKNOWN : Figures.seconds(used.gcSeconds()));
        bytes(html, "Read", used.bytesRead());
        bytes(html, "Written", used.bytesWritten());
        html.fact("Retries", report.retries() == null ? Layout.UNKNOWN : Figures.count(report.retries()));
        report.throughput()
                .forEach((name, rate) -> html.fact(
                        name.replace("_per_second", "").replace('_', ' ') + " per second", Figures.rate(rate)));
        html.raw("</table></details>");
    }

    private static void bytes(Html html, String name, @Nullable Long count) {
        html.fact(name, count == null ? Layout.UNKNOWN : Figures.bytes(count));
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

    private void files(Html html) {
        List<String> there = new ArrayList<>();
        html.raw("<h3>Files</h3><ul class=\"files\">");
        for (String name : RunView.FILES) {
            if (run.file(name).isPresent()) {
                there.add(name);
                html.raw("<li>");
                if (linked) {
                    html.element(
                            "a",
                            Html.attribute("href", "file/" + run.row().runId() + "/" + name) + " rel=\"noreferrer\"",
                            name);
                } else {
                    html.text(name);
                }
                html.raw("</li>");
            } else {
                html.raw("<li class=\"gone\">").text(name).raw("</li>");
            }
        }
        html.raw("</ul>");
        if (there.size() < RunView.FILES.size()) {
            html.element("p", "class=\"note\"", why(there.isEmpty()));
        }
    }

    private String why(boolean none) {
        if (!run.isNewestAttempt()) {
            return "A later attempt wrote to the same directory, so its files are not those of this run.";
        }
        return none
                ? "The directory is gone, is on another machine, or holds none of these files."
                : "Files in grey were not written, or were removed.";
    }

    private void attempts(Html html) {
        if (run.attempts().size() < 2) {
            return;
        }
        html.raw("<h3>Attempts in this directory</h3><ol class=\"attempts\">");
        for (RunRow attempt : run.attempts()) {
            html.raw("<li>");
            if (linked) {
                html.element("a", Html.attribute("href", ".?attempts=all&run=" + attempt.runId()), attempt.runId());
            } else {
                html.text(attempt.runId());
            }
            html.raw(" ");
            Layout.status(html, attempt.runId().equals(run.row().runId()) ? run.status() : attempt.status());
            html.raw("</li>");
        }
        html.raw("</ol>");
    }
}
