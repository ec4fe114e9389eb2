package org.virnuc.pipeline.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.virnuc.pipeline.calls.RecordVerdict;
import org.virnuc.pipeline.calls.RunSummary;
import org.virnuc.telemetry.RunReport;

/**
 * The page as a whole. Its one script and one style are the program's own, and the page allows no others by their hashes: nothing is loaded,
 * and nothing that stands in an id can run. Pictures are SVG, so the page is whole without the script, which only sorts and searches.
 */
public final class HtmlReport {
    public static final String FILE_NAME = "report.html";

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HtmlReport() {}

    /** The page. */
    public static String render(RunSummary summary, RunReport report, ReportFacts facts) {
        String style = resource("report.css");
        String script = resource("report.js");
        Findings findings = new Findings(summary, facts);
        Html body = new Html();
        head(body, report, facts);
        found(body, findings, summary);
        list(body, "cautions", "Be careful with", findings.cautions(report));
        body.append(WarningSection.render(report));
        body.append(CascadeSection.render(report, facts));
        body.append(RecordsSection.render(summary)).append(Tracks.render(summary));
        body.append(new Distributions(summary, facts).render());
        body.append(ConfidenceSection.render(summary.trust()));
        if (facts.timed()) {
            body.append(TimeSection.render(report));
        }
        body.append(Methods.render(summary, report, facts));
        list(body, "files", "Files beside this one", facts.files());
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'; "
                + "script-src '" + hash(script) + "'; style-src '" + hash(style) + "'\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>VirNuc report</title>\n<style>"
                + style + "</style></head>\n<body><main>\n" + body + "</main>\n<script>" + script
                + "</script></body></html>\n";
    }

    private static void head(Html html, RunReport report, ReportFacts facts) {
        html.markup("<header><h1>VirNuc report</h1>\n<p>")
                .text(String.join(", ", shown(facts.inputs())))
                .markup("</p><p class=\"small\">")
                .text("Model " + facts.model() + "; VirNuc " + report.version() + "; run " + report.runId()
                        + (facts.timed() ? "; " + DAY.format(report.startedAt()) : ""))
                .markup("</p></header>\n");
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

    private static void found(Html html, Findings findings, RunSummary summary) {
        html.markup("<section id=\"found\"><h2>What was found</h2>\n");
        findings.words().forEach(html::paragraph);
        html.markup(
                "<svg class=\"whole\" viewBox=\"0 0 1000 24\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"records by "
                        + "verdict\">");
        double from = 0;
        for (RecordVerdict verdict : RecordVerdict.values()) {
            double width = Findings.share(summary.count(verdict), summary.records()) * 1000;
            if (width > 0) {
                Shade.valueOf(verdict.name()).rectangle(html, from, 0, width, 24);
            }
            from += width;
        }
        html.markup("</svg><p class=\"key\">");
        for (RecordVerdict verdict : RecordVerdict.values()) {
            Shade.valueOf(verdict.name()).key(html);
        }
        html.markup("of all records</p></section>\n");
    }

    private static void list(Html html, String id, String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        html.markup("<section id=\"").text(id).markup("\"><h2>").text(title).markup("</h2>\n<ul>");
        lines.forEach(line -> html.markup("<li>").text(line).markup("</li>\n"));
        html.markup("</ul></section>\n");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks " + name + "; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a content security policy names what stands between two tags. */
    private static String hash(String content) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return "sha256-"
                    + Base64.getEncoder().encodeToString(sha256.digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
