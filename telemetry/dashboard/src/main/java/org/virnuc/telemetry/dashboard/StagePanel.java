package org.virnuc.telemetry.dashboard;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageCost;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.report.Figures;

/** Shows the stages of a run: as chips with progress, along a time axis, and as a table. */
final class StagePanel {
    private static final double WIDTH = 640;
    private static final double LINE = 22;
    private static final double LABELS = 150;

    private final RunView run;
    private final RunReport report;
    private final boolean linked;

    StagePanel(RunView run, RunReport report, boolean linked) {
        this.run = run;
        this.report = report;
        this.linked = linked;
    }

    void chips(Html html) {
        if (report.stages().isEmpty()) {
            return;
        }
        html.raw("<h3>Stages</h3><ol class=\"chips\">");
        List<StageReport> stages = report.stages();
        for (int i = 0; i < stages.size(); i++) {
            chip(html, stages.get(i), i);
        }
        html.raw("</ol>");
    }

    private void chip(Html html, StageReport stage, int position) {
        html.raw("<li class=\"chip " + word(stage) + "\">");
        html.element("strong", "", stage.id());
        OriginalStage original = stage.original();
        if (stage.status() == StageStatus.SKIPPED) {
            html.raw(" <span>");
            if (original == null) {
                html.text("skipped");
            } else {
                html.text("was " + Figures.seconds(original.wallSeconds()) + ", run ");
                origin(html, original.runId());
            }
            html.raw("</span>");
        } else {
            html.element("span", "", time(stage));
        }
        BigDecimal cost = cost(position);
        if (cost != null && cost.signum() > 0) {
            html.element("span", "", RunsPage.cost(cost, report.totals().currency()));
        }
        if (stage.calls().count() > 0) {
            html.element("span", "", Figures.count(stage.calls().tokens()) + " tokens");
        }
        progress(html, stage);
        html.raw("</li>");
    }

    private void origin(Html html, String runId) {
        if (linked) {
            html.element("a", Html.attribute("href", ".?attempts=all&run=" + runId), runId);
        } else {
            html.text(runId);
        }
    }

    private String word(StageReport stage) {
        return stage.status() == StageStatus.RUNNING && !run.isRunning()
                ? "failed"
                : stage.status().name().toLowerCase(Locale.ROOT);
    }

    private String time(StageReport stage) {
        double whole = report.wallSeconds();
        String share = whole > 0 ? ", " + Figures.percent(stage.wallSeconds() / whole) : "";
        return Figures.seconds(stage.wallSeconds()) + share;
    }

    /** Shows how far an unfinished stage is, at which rate, and when it will end. */
    private void progress(Html html, StageReport stage) {
        Double done = RunView.progress(stage);
        if (stage.status() != StageStatus.RUNNING || !run.isRunning()) {
            return;
        }
        if (done == null) {
            html.element("span", "", stage.itemsIn() == null ? "running" : Figures.count(stage.itemsIn()) + " done");
            return;
        }
        html.raw("<progress max=\"1\" value=\"" + done + "\" " + Html.attribute("aria-label", stage.id())
                + "></progress>");
        Double rate = stage.itemsPerSecond();
        StringJoiner text = new StringJoiner(", ").add(Figures.percent(done));
        Number expected = stage.metrics().get(StageReport.ITEMS_EXPECTED);
        if (rate != null && rate > 0 && stage.itemsIn() != null && expected != null) {
            text.add(Figures.rate(rate) + "/s");
            text.add(Figures.clock(Math.round(Math.max(0, expected.doubleValue() - stage.itemsIn()) / rate)) + " left");
        }
        html.element("span", "", text);
    }

    private @Nullable BigDecimal cost(int position) {
        CostReport costs = report.costs();
        if (costs == null || position >= costs.stages().size()) {
            return null;
        }
        StageCost stage = costs.stages().get(position);
        return stage.cost() == null ? null : stage.cost().cost();
    }

    /** Draws when each stage ran. Skipped stages have no time of their own. */
    void timeline(Html html) {
        List<StageReport> executed =
                report.stages().stream().filter(StageReport::executed).toList();
        double whole = Math.max(report.wallSeconds(), 1e-3);
        if (executed.isEmpty()) {
            return;
        }
        double height = LINE * executed.size() + 26;
        html.raw("<h3>Timeline</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Timeline\">")
                .raw(
                        "<svg class=\"timeline\" role=\"img\" aria-label=\"When each stage ran; the table below has the same"
                                + " figures\" viewBox=\"0 0 " + Svg.number(WIDTH) + " " + Svg.number(height) + "\">");
        for (int tick = 0; tick <= 4; tick++) {
            double x = x(whole * tick / 4, whole);
            html.raw("<line class=\"tick\" x1=\"" + Svg.number(x) + "\" x2=\"" + Svg.number(x) + "\" y1=\"0\" y2=\""
                    + Svg.number(height - 20) + "\"/><text class=\"axis\" text-anchor=\""
                    + (tick == 0 ? "start" : tick == 4 ? "end" : "middle") + "\" x=\"" + Svg.number(x) + "\" y=\""
                    + Svg.number(height - 5) + "\">");
            html.text(RunsPage.duration(whole * tick / 4)).raw("</text>");
        }
        for (int i = 0; i < executed.size(); i++) {
            bar(html, executed.get(i), i * LINE, whole);
        }
        html.raw("</svg></div>");
    }

    private void bar(Html html, StageReport stage, double y, double whole) {
        double start = seconds(stage.startedAt());
        double x = x(start, whole);
        double width = Math.max(1.5, x(start + stage.wallSeconds(), whole) - x);
        html.raw("<text class=\"label\" x=\"0\" y=\"" + Svg.number(y + 15) + "\">")
                .text(stage.id())
                .raw("</text><rect class=\"stage " + word(stage) + "\" rx=\"2\" x=\"" + Svg.number(x) + "\" y=\""
                        + Svg.number(y + 3) + "\" width=\"" + Svg.number(width) + "\" height=\"" + Svg.number(LINE - 6)
                        + "\"><title>")
                .text(stage.id() + ": " + Figures.seconds(stage.wallSeconds()) + " from " + Figures.seconds(start))
                .raw("</title></rect>");
    }

    private double seconds(Instant at) {
        return Math.max(0, Duration.between(report.startedAt(), at).toNanos() / 1e9);
    }

    private static double x(double seconds, double whole) {
        return LABELS + (WIDTH - LABELS) * Math.min(1, seconds / whole);
    }

    void table(Html html) {
        if (report.stages().isEmpty()) {
            return;
        }
        html.raw("<details id=\"figures\"><summary>Figures of the stages</summary>")
                .raw(
                        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Figures of the stages\"><table><thead><tr>");
        List.of(
                        "Stage",
                        "Status",
                        "Wall time",
                        "Items in",
                        "Items out",
                        "Items/s",
                        "Calls",
                        "Tokens",
                        "Cost",
                        "Metrics")
                .forEach(title -> html.element("th", "scope=\"col\"", title));
        html.raw("</tr></thead><tbody>");
        for (int i = 0; i < report.stages().size(); i++) {
            row(html, report.stages().get(i), cost(i));
        }
        html.raw("</tbody></table></div></details>");
    }

    private void row(Html html, StageReport stage, @Nullable BigDecimal cost) {
        html.raw("<tr>").element("th", "scope=\"row\"", stage.id());
        Double rate = stage.itemsPerSecond();
        List.of(
                        word(stage),
                        stage.executed() ? Figures.seconds(stage.wallSeconds()) : "–",
                        count(stage.itemsIn()),
                        count(stage.itemsOut()),
                        rate == null ? "–" : Figures.rate(rate),
                        Figures.count(stage.calls().count()),
                        Figures.count(stage.calls().tokens()),
                        cost == null
                                ? "–"
                                : String.valueOf(
                                        RunsPage.cost(cost, report.totals().currency())),
                        metrics(stage.metrics()))
                .forEach(value -> html.element("td", "", value));
        html.raw("</tr>");
    }

    private static String count(@Nullable Long value) {
        return value == null ? "–" : Figures.count(value);
    }

    private static String metrics(Map<String, Number> metrics) {
        StringJoiner all = new StringJoiner(", ");
        metrics.forEach((name, value) -> all.add(name.replace('_', ' ') + " " + Figures.metric(name, value)));
        return all.toString();
    }
}
