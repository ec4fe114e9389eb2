package org.virnuc.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.virnuc.calling.ConfidenceSummary;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.calling.RunSummary;
import org.virnuc.sequences.UnscoredReason;
import org.virnuc.telemetry.report.Figures;

/** The section with the distributions of scores, lengths, coverage and confidence over all records. */
final class Distributions {
    private static final String[] UNITS = {"", "k", "M", "G", "T"};

    private final RunSummary summary;
    private final ReportFacts facts;
    private final Charts charts;

    Distributions(RunSummary summary, ReportFacts facts, Charts charts) {
        this.summary = summary;
        this.facts = facts;
        this.charts = charts;
    }

    Html render() {
        Html html = new Html();
        html.markup("<section id=\"distributions\"><h2>All records in numbers</h2>\n<div class=\"charts\">");
        scores().render(html, charts);
        lengths().render(html, charts);
        coverage().render(html, charts);
        html.markup("</div>\n");
        tiers(html);
        html.markup("</section>\n");
        everyBase(html);
        return html;
    }

    private BarChart scores() {
        List<String> labels = IntStream.range(0, RunSummary.SCORE_BINS)
                .mapToObj(bin -> String.format(Locale.ROOT, "%.2f", (double) bin / RunSummary.SCORE_BINS))
                .toList();
        return BarChart.upright("Scored chunks by best virus score", labels)
                .with(Shade.VIRUS, summary.scores().getOrDefault(Shade.VIRUS.word(), List.of()))
                .with(Shade.OTHERS, summary.scores().getOrDefault(Shade.OTHERS.word(), List.of()));
    }

    private BarChart lengths() {
        int from = RunSummary.LENGTH_BINS;
        int to = 0;
        for (List<Long> counts : summary.lengths().values()) {
            for (int bin = 0; bin < counts.size(); bin++) {
                if (counts.get(bin) > 0) {
                    from = Math.min(from, bin);
                    to = Math.max(to, bin + 1);
                }
            }
        }
        int first = Math.min(from, to);
        int last = to;
        List<String> labels =
                IntStream.range(first, last).mapToObj(Distributions::length).toList();
        BarChart chart = BarChart.upright("Records by length in bases", labels);
        for (RecordVerdict verdict : summary.verdicts()) {
            chart.with(
                    verdict.word(),
                    Shade.of(verdict),
                    summary.lengths().getOrDefault(verdict.word(), List.of()).subList(first, last));
        }
        return chart;
    }

    private static String length(int bin) {
        long length = RunSummary.lengthFrom(bin);
        int unit = 0;
        while (length >= 1000 && unit < UNITS.length - 1) {
            length /= 1000;
            unit++;
        }
        return length + UNITS[unit];
    }

    private BarChart coverage() {
        List<String> labels = new ArrayList<>(List.of("none"));
        for (int bin = 0; bin < RunSummary.COVERAGE_BINS; bin++) {
            labels.add(bin * 100 / RunSummary.COVERAGE_BINS + " %");
        }
        return BarChart.upright("Records by share of their bases scored", labels)
                .with(Shade.RECORDS, summary.coverage());
    }

    private void tiers(Html html) {
        html.markup("<h3>How far to trust the calls</h3>\n<div class=\"scroll\"><table><thead><tr><th>Call</th>");
        Findings.tiers(summary, RecordVerdict.VIRUS)
                .keySet()
                .forEach(tier -> html.markup("<th class=\"n\">").text(tier).markup("</th>"));
        html.markup("</tr></thead><tbody>\n");
        summary.tiers().forEach((call, tiers) -> {
            html.markup("<tr>").cell(call);
            tiers.values().forEach(count -> html.cell(count, Figures.count(count)));
            html.markup("</tr>\n");
        });
        html.markup("</tbody></table></div>\n");
        html.paragraph(
                summary.broad()
                        ? "Calls and tiers are by the rule of viral-ngs."
                        : "Tiers go by the weighted delta in favour of the call and the number of scored chunks; none"
                                + " is high with fewer than " + RunSummary.FEW_CHUNKS
                                + " of them. How often a tier is right depends on how many chunks a "
                                + "record has; the probabilities in confidence.tsv take that into account.");
    }

    private void everyBase(Html html) {
        html.markup("<section id=\"coverage\"><h2>Every base accounted for</h2>\n"
                + "<div class=\"scroll\"><table><thead><tr><th></th><th class=\"n\">Bases</th><th"
                + " class=\"n\">Share</th><th class=\"n\">Chunks</th></tr></thead><tbody>\n");
        line(html, "scored", summary.basesScored(), facts.count("chunks_scored") - summary.chunksWithheld());
        long withFallback = 0;
        for (ConfidenceSummary.Fallback fallback : summary.trust().fallbacks()) {
            line(html, fallback.source(), fallback.bases(), fallback.chunks());
            withFallback += fallback.chunks();
        }
        Map<String, Long> unscored = summary.basesUnscored();
        for (UnscoredReason reason : UnscoredReason.values()) {
            String name = reason.word().replace('-', ' ');
            long filled = reason == UnscoredReason.NO_OPEN_FRAME ? withFallback : 0;
            line(html, name, unscored.getOrDefault(reason.word(), 0L), facts.count(reason.countName()) - filled);
        }
        if (summary.shortRecords() > 0) {
            line(html, "below min length", unscored.getOrDefault("below-min-length", 0L), summary.chunksWithheld());
        }
        line(html, "all", summary.bases(), facts.count("chunks"));
        html.markup("</tbody></table></div>\n");
        html.paragraph(
                "Chunks overlap a little, so a base counts as scored where one of its chunks is. unscored.tsv has"
                        + " every stretch without a score, and why.");
        html.markup("</section>\n");
    }

    private void line(Html html, String name, long bases, long chunks) {
        html.markup("<tr>").cell(name).cell(bases, Figures.count(bases));
        html.cell(bases, Figures.percent(Findings.share(bases, summary.bases())));
        html.cell(chunks, Figures.count(chunks)).markup("</tr>\n");
    }
}
