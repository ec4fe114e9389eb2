package org.virnuc.report;

import java.util.Locale;
import java.util.Map;
import org.virnuc.calling.RunSummary;
import org.virnuc.telemetry.report.Figures;

/** The table of the first records. */
final class RecordsSection {
    private static final double THOUSAND = 1000;
    private static final double MILLION = 1_000_000;

    private RecordsSection() {}

    static Html render(RunSummary summary, Map<Long, RecordConfidence> confidence) {
        Html html = new Html();
        html.markup("<section id=\"records\"><h2>Records</h2>\n").paragraph(extent(summary));
        search(html);
        head(html, !confidence.isEmpty());
        html.markup("</tr></thead><tbody>\n");
        summary.rows().forEach(row -> {
            row(html, row);
            if (!confidence.isEmpty()) {
                confidence(html, confidence.getOrDefault(row.number(), RecordConfidence.NONE));
            }
            html.markup("</tr>\n");
        });
        return html.markup(
                "</tbody></table></div>\n<p class=\"printed\">At most a hundred rows are printed.</p></section>\n");
    }

    /** Appends the search field and the start of its table, up to the column headers. */
    static void search(Html html) {
        html.markup(
                "<p class=\"find\" hidden><label>Search <input id=\"find\" type=\"search\" autocomplete=\"off\"></label> "
                        + "<output id=\"shown\"></output></p>\n<div class=\"scroll\"><table id=\"table\"><thead><tr>");
    }

    private static String extent(RunSummary summary) {
        long left = summary.records() - summary.rows().size();
        String order =
                "Records with viral regions or the call virus come first, by bases in regions; then others, then "
                        + "unscored ones, longest first. ";
        return order
                + (left == 0
                        ? "All " + Figures.count(summary.records()) + " are here."
                        : "The first " + Figures.count(summary.rows().size()) + " are here; " + Figures.count(left)
                                + " more are left out. sequences.tsv has all " + Figures.count(summary.records())
                                + ".");
    }

    private static void head(Html html, boolean confidence) {
        html.markup("<th class=\"n\">No.</th><th>Record</th><th class=\"n\">Length</th><th>Call</th>");
        html.markup(
                "<th>Tier</th><th class=\"n\">Weighted delta</th><th class=\"n\">Chunks scored</th><th class=\"n\">Coverage</th><th class=\"n\">Regions</th>"
                        + "<th class=\"n\">Bases in regions</th>");
        if (confidence) {
            html.markup("<th class=\"n\">Probability</th><th class=\"n\">q-value</th><th>Out of distribution</th>");
        }
    }

    private static void row(Html html, RunSummary.Row row) {
        html.markup("<tr>").cell(row.number(), Figures.count(row.number()));
        html.markup("<td class=\"id\"><bdi>").text(row.id()).markup("</bdi></td>");
        html.cell(row.length(), Figures.count(row.length()));
        html.markup("<td class=\"v-")
                .text(row.verdict())
                .markup("\">")
                .text(row.call())
                .markup("</td>");
        html.markup("<td data-v=\"")
                .number(row.trust())
                .markup("\">")
                .text(row.tier())
                .markup("</td>");
        html.cell(row.delta(), String.format(Locale.ROOT, "%.3f", row.delta() / THOUSAND));
        html.cell(row.chunksScored(), Figures.count(row.chunksScored()) + " of " + Figures.count(row.chunks()));
        double share = row.length() == 0 ? 0 : (double) row.basesScored() / row.length();
        html.cell(Math.round(share * THOUSAND), Figures.percent(share));
        html.cell(row.regions(), Figures.count(row.regions()));
        html.cell(row.basesInRegions(), Figures.count(row.basesInRegions()));
    }

    private static void confidence(Html html, RecordConfidence confidence) {
        share(html, confidence.probability());
        share(html, confidence.qValue());
        html.cell(confidence.unusual());
    }

    /** Appends a share as the table has it, sorted below all others where there is none. */
    private static void share(Html html, String share) {
        html.cell(share.isEmpty() ? -1 : Math.round(Double.parseDouble(share) * MILLION), share);
    }
}
