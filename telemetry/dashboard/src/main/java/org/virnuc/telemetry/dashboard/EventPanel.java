package org.virnuc.telemetry.dashboard;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.GuardrailHit;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.Figures;

/** Shows what happened during a run: hits of guardrails with their first examples, and all other events. */
final class EventPanel {
    private final RunReport report;

    EventPanel(RunReport report) {
        this.report = report;
    }

    void appendTo(Html html) {
        List<EventReport> hits = report.events().stream()
                .filter(event -> GuardrailHit.of(event).isPresent())
                .toList();
        if (!hits.isEmpty()) {
            html.raw("<h3>Guardrails</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\""
                            + " aria-label=\"Guardrails\">")
                    .raw("<table class=\"events\"><thead><tr>");
            for (String title : List.of("Severity", "Guardrail", "What", "Count", "First examples")) {
                html.element("th", "scope=\"col\"" + (title.equals("Count") ? " class=\"number\"" : ""), title);
            }
            html.raw("</tr></thead><tbody>");
            hits.forEach(event -> hit(html, event, GuardrailHit.of(event).orElseThrow()));
            html.raw("</tbody></table></div>");
        }
        others(
                html,
                report.events().stream().filter(event -> !hits.contains(event)).toList());
    }

    private static void hit(Html html, EventReport event, GuardrailHit hit) {
        html.raw("<tr><td>");
        severity(html, event);
        html.raw("</td>")
                .element("td", "", hit.guardrail())
                .element("td", "class=\"what\"", event.message())
                .element("td", "class=\"number\"", count(hit))
                .element("td", "class=\"what\"", String.join(", ", hit.first()))
                .raw("</tr>");
    }

    private static String count(GuardrailHit hit) {
        String count = Figures.count(hit.count());
        return Optional.ofNullable(hit.of())
                .map(all -> count + " of " + Figures.count(all) + " (" + Figures.percent(hit.share()) + ")")
                .orElse(count);
    }

    private void others(Html html, List<EventReport> events) {
        if (!events.isEmpty()) {
            html.raw("<h3>Events</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Events\">")
                    .raw("<table class=\"events\"><thead><tr>");
            List.of("After", "Severity", "Class", "Stage", "Event")
                    .forEach(title -> html.element("th", "scope=\"col\"", title));
            html.raw("</tr></thead><tbody>");
            events.forEach(event -> event(html, event));
            html.raw("</tbody></table></div>");
        }
        if (report.eventsDropped() > 0) {
            html.element("p", "", Figures.count(report.eventsDropped()) + " further events are not in the report.");
        }
    }

    private void event(Html html, EventReport event) {
        double after = Duration.between(report.startedAt(), event.at()).toMillis() / 1e3;
        html.raw("<tr><td>").text(RunsPage.duration(Math.max(0, after))).raw("</td><td>");
        severity(html, event);
        html.raw("</td>")
                .element("td", "", event.eventClass().word())
                .element("td", "", event.stage())
                .element("td", "class=\"what\"", event.message())
                .raw("</tr>");
    }

    private static void severity(Html html, EventReport event) {
        String word = event.severity().word();
        html.element("span", "class=\"severity " + word + "\"", word);
    }
}
