package org.virnuc.telemetry.dashboard;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageCost;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.report.Figures;

/** Shows the stages of a run: as chips with progress, and as a table. */
final class StagePanel {
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
        html.raw("<li class=\"chip " + word(run, stage) + "\">");
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
            html.element("a", Html.attribute("href", ".?run=" + runId), runId);
        } else {
            html.text(runId);
        }
    }

    /** Returns the status of a stage. One that a run left unfinished has failed. */
    static String word(RunView run, StageReport stage) {
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

    void table(Html html) {
        if (report.stages().isEmpty()) {
            return;
        }
        html.raw("<details id=\"figures\"><summary>Figures of the stages</summary>")
                .raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Figures of the"
                        + " stages\"><table><thead><tr>");
        List.of("Stage", "Status", "Wall time", "Items in", "Items out", "Items/s", "Calls", "Tokens", "Cost")
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
                        word(run, stage),
                        stage.executed() ? Figures.seconds(stage.wallSeconds()) : "–",
                        count(stage.itemsIn()),
                        count(stage.itemsOut()),
                        rate == null ? "–" : Figures.rate(rate),
                        Figures.count(stage.calls().count()),
                        Figures.count(stage.calls().tokens()),
                        cost == null
                                ? "–"
                                : String.valueOf(
                                        RunsPage.cost(cost, report.totals().currency())))
                .forEach(value -> html.element("td", "", value));
        html.raw("</tr>");
    }

    private static String count(@Nullable Long value) {
        return value == null ? "–" : Figures.count(value);
    }
}
