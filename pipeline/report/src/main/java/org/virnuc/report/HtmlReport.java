package org.virnuc.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.calling.RunSummary;
import org.virnuc.telemetry.RunReport;

/**
 * Renders the report of a run: findings and cautions in words, then tables and charts. The size of the page does not
 * depend on the input; see {@link RunSummary}.
 */
public final class HtmlReport {
    public static final String FILE_NAME = "report.html";

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HtmlReport() {}

    /** Renders the page. */
    public static String render(RunSummary summary, RunReport report, ReportFacts facts) {
        Findings findings = new Findings(summary, facts);
        Html body = new Html();
        Charts charts = new Charts();
        head(body, report, facts);
        found(body, findings, summary, charts);
        list(body, "cautions", "Be careful with", findings.cautions(report));
        body.append(WarningSection.render(report));
        sections(body, ReportSection.Place.BEFORE_RECORDS, report, facts, charts);
        body.append(RecordsSection.render(summary, facts.confidence())).append(Tracks.render(summary, charts));
        sections(body, ReportSection.Place.AFTER_RECORDS, report, facts, charts);
        body.append(new Distributions(summary, facts, charts).render());
        body.append(ConfidenceSection.render(summary.trust(), facts.selection(), charts));
        if (facts.timed()) {
            body.append(TimeSection.render(report, charts)).append(GpuSection.render(report));
        }
        body.append(Methods.render(summary, report, facts));
        files(body, facts.files());
        return Page.render("VirNuc report", body, charts);
    }

    private static void head(Html html, RunReport report, ReportFacts facts) {
        html.markup("<header><h1>VirNuc report: ")
                .text(facts.sample())
                .markup("</h1>\n<p>")
                .text(String.join(", ", shown(facts.inputs())))
                .markup("</p><p class=\"small\">")
                .text("Model " + facts.model() + "; VirNuc " + report.version() + "; run " + report.runId()
                        + (facts.timed() ? "; " + DAY.format(report.startedAt()) : ""))
                .markup("</p></header>\n");
    }

    private static void sections(
            Html html, ReportSection.Place place, RunReport report, ReportFacts facts, Charts charts) {
        facts.sections().stream()
                .filter(section -> section.place() == place)
                .forEach(section -> html.append(section.render(report, facts, charts)));
    }

    private static List<String> shown(List<String> inputs) {
        int most = 5;
        if (inputs.size() <= most) {
            return inputs;
        }
        List<String> first = new ArrayList<>(inputs.subList(0, most));
        first.add("and " + (inputs.size() - most) + " more inputs");
        return first;
    }

    private static void found(Html html, Findings findings, RunSummary summary, Charts charts) {
        html.markup("<section id=\"found\"><h2>What was found</h2>\n");
        findings.words().forEach(html::paragraph);
        BarChart calls = BarChart.whole("Records by call", "records");
        for (RecordVerdict verdict : summary.verdicts()) {
            calls.with(verdict.word(), Shade.of(verdict), List.of(summary.count(verdict)));
        }
        calls.draw(html, charts);
        html.markup("</section>\n");
    }

    private static void files(Html html, List<String> names) {
        html.markup("<section id=\"files\"><h2>Files beside this one</h2>\n<ul>");
        names.forEach(name -> html.markup("<li><a href=\"")
                .text(name)
                .markup("\">")
                .text(name)
                .markup("</a></li>\n"));
        html.markup("</ul></section>\n");
    }

    private static void list(Html html, String id, String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        html.markup("<section id=\"").text(id).markup("\"><h2>").text(title).markup("</h2>\n<ul>");
        lines.forEach(line -> html.markup("<li>").text(line).markup("</li>\n"));
        html.markup("</ul></section>\n");
    }
}
