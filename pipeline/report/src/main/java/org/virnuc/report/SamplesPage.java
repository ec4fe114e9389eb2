package org.virnuc.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.telemetry.report.Figures;

/** The report over the samples of a sheet; each sample's own report is in its folder. */
public final class SamplesPage {
    /** Samples on the page at most, the first of the sheet. */
    static final int MOST = 1000;

    /** Samples in its picture at most. */
    static final int DRAWN = 50;

    private static final String AMBIGUOUS = "records_ambiguous";

    private SamplesPage() {}

    /**
     * A sample.
     *
     * @param status done, failed, stopped, or waiting
     * @param counts of its result, by name; empty unless done
     * @param reason why it is not done
     */
    public record Entry(String sample, String status, Map<String, Long> counts, String reason) {
        public Entry {
            counts = Map.copyOf(counts);
        }

        long count(String name) {
            return counts.getOrDefault(name, 0L);
        }

        boolean done() {
            return !counts.isEmpty();
        }
    }

    /** The page; {@code version} is that of the program. */
    public static String render(List<Entry> samples, String version) {
        Html body = new Html();
        Charts charts = new Charts();
        body.markup("<header><h1>VirNuc report: samples</h1>\n<p class=\"small\">")
                .text("VirNuc " + version)
                .markup("</p></header>\n<section id=\"found\"><h2>What was found</h2>\n");
        body.paragraph(words(samples));
        draw(body, samples.stream().filter(Entry::done).limit(DRAWN).toList(), charts);
        body.markup("</section>\n<section id=\"samples\"><h2>Samples</h2>\n");
        body.paragraph(extent(samples.size()));
        RecordsSection.search(body);
        body.markup(
                "<th class=\"n\">No.</th><th>Sample</th><th>Status</th><th class=\"n\">Records</th><th class=\"n\">Virus</th>"
                        + "<th class=\"n\">Share</th><th class=\"n\">Others</th><th class=\"n\">Unscored</th><th class=\"n\">Chunks</th>"
                        + "<th class=\"n\">Chunks scored</th><th>Why not</th></tr></thead><tbody>\n");
        for (int i = 0; i < Math.min(MOST, samples.size()); i++) {
            row(body, i + 1L, samples.get(i));
        }
        body.markup("</tbody></table></div></section>\n");
        return Page.render("VirNuc report", body, charts);
    }

    private static String words(List<Entry> samples) {
        long done = samples.stream().filter(Entry::done).count();
        return Figures.counted(samples.size(), "sample") + ", " + Figures.count(done) + " done: "
                + Figures.counted(sum(samples, "records"), "record") + ", "
                + Figures.count(sum(samples, "records_virus")) + " called virus, "
                + Figures.count(sum(samples, "records_others")) + " others, "
                + (hasAmbiguous(samples) ? Figures.count(sum(samples, AMBIGUOUS)) + " ambiguous, " : "")
                + Figures.count(sum(samples, "records_unscored")) + " unscored.";
    }

    private static String extent(int samples) {
        return "In the order of the sheet. Each sample has a folder of its name with a report.html of its own. "
                + (samples <= MOST
                        ? "All are here."
                        : "The first " + Figures.count(MOST) + " are here; samples.tsv has all "
                                + Figures.count(samples) + ".");
    }

    /** Whether the rule of a sample calls records ambiguous. */
    private static boolean hasAmbiguous(List<Entry> samples) {
        return samples.stream().anyMatch(sample -> sample.counts().containsKey(AMBIGUOUS));
    }

    private static long sum(List<Entry> samples, String count) {
        return samples.stream().mapToLong(sample -> sample.count(count)).sum();
    }

    private static void draw(Html html, List<Entry> samples, Charts charts) {
        if (samples.isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>();
        samples.forEach(sample -> names.add(sample.sample()));
        BarChart chart =
                BarChart.lying("Records by call, of the first " + Figures.counted(samples.size(), "sample"), "", names);
        for (RecordVerdict call : RecordVerdict.values()) {
            if (call != RecordVerdict.AMBIGUOUS || hasAmbiguous(samples)) {
                chart.with(call.word(), Shade.of(call), counts(samples, "records_" + call.word()));
            }
        }
        chart.draw(html, charts);
    }

    private static List<Long> counts(List<Entry> samples, String name) {
        return samples.stream().map(sample -> sample.count(name)).toList();
    }

    private static void row(Html html, long number, Entry sample) {
        html.markup("<tr>").cell(number, Figures.count(number));
        html.markup("<td class=\"id\"><bdi>").text(sample.sample()).markup("</bdi></td>");
        html.cell(sample.status());
        long records = sample.count("records");
        long virus = sample.count("records_virus");
        double share = Findings.share(virus, records);
        html.cell(records, Figures.count(records)).cell(virus, Figures.count(virus));
        html.cell(Math.round(share * 1000), Figures.percent(share));
        for (String name : List.of("records_others", "records_unscored", "chunks", "chunks_scored")) {
            html.cell(sample.count(name), Figures.count(sample.count(name)));
        }
        html.markup("<td class=\"id\">").text(sample.reason()).markup("</td></tr>\n");
    }
}
