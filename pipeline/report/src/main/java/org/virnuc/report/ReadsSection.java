package org.virnuc.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.virnuc.calling.reads.ReadFormat;
import org.virnuc.calling.reads.ReadGroup;
import org.virnuc.calling.reads.ReadReason;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.Figures;

/** The calls of aligned reads: each read has the call of its contig, or a reason why it has none. */
final class ReadsSection extends ReportSection {

    @Override
    Place place() {
        return Place.AFTER_RECORDS;
    }

    @Override
    Html render(RunReport report, ReportFacts facts, Charts charts) {
        Html html = new Html();
        CalledReadCounts reads = CalledReadCounts.of(facts.outcome()).orElse(null);
        if (reads == null) {
            return html;
        }
        html.markup("<section id=\"reads\"><h2>Reads</h2>\n");
        html.paragraph(Figures.counted(reads.all(), "read")
                + " of an alignment to the records: each has the call of the record that it lies "
                + "on, in read_labels.tsv and read_labels.parquet.");
        BarChart.whole("Reads by the call of their record", "reads")
                .with("on viral records", Shade.VIRUS, List.of(reads.viral()))
                .with("on others", Shade.OTHERS, List.of(reads.host()))
                .with("on neither", Shade.CHUNKS, List.of(reads.neither()))
                .with("no call", Shade.UNSCORED, List.of(reads.withoutCall()))
                .draw(html, charts);
        html.markup("<div class=\"scroll\"><table><thead><tr><th>Reads</th><th class=\"n\">How many</th>"
                + "<th class=\"n\">Share</th></tr></thead><tbody>\n");
        line(html, "on records called virus", reads.viral(), reads.all());
        line(html, "on records called others", reads.host(), reads.all());
        line(html, "on records called neither: ambiguous or unscored", reads.neither(), reads.all());
        for (ReadReason reason : ReadReason.values()) {
            line(html, "no call: " + reason.word().replace('-', ' '), facts.count(reason.countName()), reads.all());
        }
        line(html, "all", reads.all(), reads.all());
        html.markup("</tbody></table></div>\n");
        html.paragraph(Figures.counted(facts.count("secondary_alignments_left_out"), "secondary alignment") + " and "
                + Figures.counted(facts.count("supplementary_alignments_left_out"), "supplementary alignment")
                + " were left out." + files(facts));
        return html.markup("</section>\n");
    }

    private static void line(Html html, String name, long count, long all) {
        html.markup("<tr>").cell(name).cell(count, Figures.count(count));
        html.cell(count, Figures.percent(Findings.share(count, all))).markup("</tr>\n");
    }

    private static String files(ReportFacts facts) {
        List<String> written = new ArrayList<>();
        for (ReadGroup group : ReadGroup.values()) {
            List<String> names = Stream.of(ReadFormat.values())
                    .flatMap(format -> format.fileNames(group).stream())
                    .filter(facts.files()::contains)
                    .toList();
            if (!names.isEmpty()) {
                written.add(String.join(", ", names) + (names.size() == 1 ? " has the " : " have the ")
                        + Figures.count(facts.count(group.countName())) + " " + group.word() + " ones");
            }
        }
        return written.isEmpty() ? "" : " " + String.join(", ", written) + ".";
    }
}
