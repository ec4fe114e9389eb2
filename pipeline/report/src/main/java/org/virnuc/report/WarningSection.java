package org.virnuc.report;

import java.util.List;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.GuardrailHit;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.report.Figures;

/** The section about warnings: every guardrail hit with its count and first examples, and every other warning; warnings first. */
final class WarningSection {
    private WarningSection() {}

    static Html render(RunReport report) {
        Html html = new Html();
        List<EventReport> hits = report.events().stream()
                .filter(event -> GuardrailHit.of(event).isPresent() || event.severity() != Severity.INFO)
                .sorted((one, other) -> other.severity().compareTo(one.severity()))
                .toList();
        if (hits.isEmpty()) {
            return html;
        }
        html.markup(
                "<section id=\"warnings\"><h2>Warnings</h2>\n<div class=\"scroll\"><table><thead><tr><th></th>"
                        + "<th>What</th><th class=\"n\">How many</th><th class=\"n\">Share</th><th>First</th></tr></thead><tbody>\n");
        hits.forEach(
                event -> GuardrailHit.of(event).ifPresentOrElse(hit -> row(html, event, hit), () -> html.markup("<tr>")
                        .cell(event.severity().word())
                        .cell(event.message())
                        .markup("<td></td><td></td><td></td></tr>\n")));
        return html.markup("</tbody></table></div></section>\n");
    }

    private static void row(Html html, EventReport event, GuardrailHit hit) {
        html.markup("<tr>").cell(event.severity() == Severity.INFO ? "note" : "warning");
        html.cell(hit.message());
        html.markup("<td class=\"n\">").text(Figures.count(hit.count())).markup("</td><td class=\"n\">");
        html.text(hit.of() == null ? "" : Figures.percent(hit.share())).markup("</td>");
        html.cell(String.join(", ", hit.first())).markup("</tr>\n");
    }
}
