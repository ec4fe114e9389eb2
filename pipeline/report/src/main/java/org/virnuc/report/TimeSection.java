package org.virnuc.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.report.EstimateTable;
import org.virnuc.telemetry.report.Figures;

/** The section about time; {@code telemetry.md} has more details. */
final class TimeSection {
    private TimeSection() {}

    static Html render(RunReport report, Charts charts) {
        Html html = new Html();
        html.markup("<section id=\"time\"><h2>Time</h2>\n").paragraph(total(report));
        List<String> expected = EstimateTable.sentences(report);
        if (!expected.isEmpty()) {
            html.paragraph("Expected before the run: " + String.join("; ", expected) + ".");
        }
        report.stages().stream().flatMap(stage -> reuse(stage).stream()).forEach(html::paragraph);
        StageCharts.draw(html, report.stages(), charts);
        html.markup(
                "<div class=\"scroll\"><table><thead><tr><th>Stage</th><th>Status</th><th class=\"n\">Wall</th><th class=\"n\">Share</th>"
                        + "<th class=\"n\">CPU</th><th class=\"n\">Items</th><th class=\"n\">Items/s</th><th class=\"n\">Tokens</th>"
                        + "<th class=\"n\">Peak memory</th></tr></thead><tbody>\n");
        report.stages().forEach(stage -> stage(html, stage, report.wallSeconds()));
        return html.markup("</tbody></table></div></section>\n");
    }

    private static String total(RunReport report) {
        BigDecimal cost = report.totals().cost();
        String currency = report.totals().currency();
        return "The run took " + Figures.seconds(report.wallSeconds()) + ", with "
                + Figures.counted(report.totals().calls(), "model call") + " of "
                + Figures.counted(report.totals().tokens(), "token")
                + (cost == null || currency == null ? "" : ", and cost " + Figures.money(cost, currency))
                + ". telemetry.md and telemetry.json say more.";
    }

    /** The share that a stage reused instead of computing, if known. */
    private static Optional<String> reuse(StageReport stage) {
        List<String> parts = new ArrayList<>();
        double identical = share(stage, "duplicate_share");
        if (identical > 0) {
            parts.add(Figures.percent(identical) + " of the frames are identical to an earlier one");
        }
        if (stage.metrics().containsKey("cache_hit_share")) {
            parts.add(Figures.percent(share(stage, "cache_hit_share")) + " of the "
                    + (identical > 0 ? "others" : "frames") + " were in the embedding cache");
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(stage.id() + ": " + String.join(", ", parts) + "; they were not computed.");
    }

    private static double share(StageReport stage, String metric) {
        return stage.metrics().getOrDefault(metric, 0).doubleValue();
    }

    private static void stage(Html html, StageReport stage, double all) {
        double share = all > 0 ? Math.min(1, stage.wallSeconds() / all) : 0;
        html.markup("<tr>").cell(stage.id()).cell(status(stage));
        number(html, Figures.seconds(stage.wallSeconds()));
        number(html, Figures.percent(share));
        Double cpu = StageCharts.cpuSeconds(stage);
        number(html, cpu == null ? "" : Figures.seconds(cpu));
        Long items = stage.itemsIn();
        number(html, items == null ? "" : Figures.count(items));
        Double rate = stage.itemsPerSecond();
        number(html, rate == null ? "" : Figures.rate(rate));
        number(
                html,
                stage.calls().tokens() == 0 ? "" : Figures.count(stage.calls().tokens()));
        Long memory = stage.resources().peakRssBytes();
        number(html, memory == null ? "" : Figures.bytes(memory));
        html.markup("</tr>\n");
    }

    private static void number(Html html, String shown) {
        html.markup("<td class=\"n\">").text(shown).markup("</td>");
    }

    private static String status(StageReport stage) {
        OriginalStage original = stage.original();
        return stage.status().word()
                + (original == null
                        ? ""
                        : " (" + Figures.seconds(original.wallSeconds()) + " in run " + original.runId() + ")");
    }
}
