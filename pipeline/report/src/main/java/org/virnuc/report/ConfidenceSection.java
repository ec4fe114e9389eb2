package org.virnuc.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.virnuc.calling.ConfidenceSummary;
import org.virnuc.calling.confidence.ProbabilityTally;
import org.virnuc.calling.confidence.Reliability;
import org.virnuc.telemetry.report.Figures;

/**
 * The section about confidence: probabilities, their reliability on sequences with known labels, and records far from
 * the training data.
 */
final class ConfidenceSection {
    private ConfidenceSection() {}

    static Html render(ConfidenceSummary trust, String selection, Charts charts) {
        Html html = new Html();
        html.markup("<section id=\"confidence\"><h2>How sure the calls are</h2>\n");
        if (trust.calibrated()) {
            html.paragraph(words(trust, selection));
            html.markup("<div class=\"charts\">");
            probabilities(trust).render(html, charts);
            boolean measured = !trust.chunkReliability().isEmpty()
                    || !trust.recordReliability().isEmpty();
            if (measured) {
                reliability(html, trust, charts);
            }
            html.markup("</div>\n");
            if (measured) {
                html.paragraph("The diagram compares predicted probabilities with the share that was viral, on labelled"
                        + " sequences that the curves were not fitted to, as many viral ones as others: on the"
                        + " diagonal both agree, above it the probabilities are too low. Expect less agreement"
                        + " on other data.");
            }
        } else {
            html.paragraph("There are no probabilities: no calibration is known for this model at this chunk length. "
                    + "virnuc calibrate makes one from labelled sequences.");
        }
        trust.fallbacks().forEach(fallback -> html.paragraph(words(fallback)));
        html.paragraph(
                trust.distances()
                        ? Figures.counted(trust.distant(), "record")
                                + (trust.distant() == 1 ? " lies" : " lie")
                                + " further from the training data than 99 % of validation records of as many chunks"
                                + " did (ood in confidence.tsv); what is said of such a record may mean little."
                        : "How far records lie from the training data is not known for this model at this chunk"
                                + " length.");
        return html.markup("</section>\n");
    }

    private static String words(ConfidenceSummary trust, String selection) {
        String share = String.format(Locale.ROOT, "%.3g", trust.prevalence());
        StringBuilder words = new StringBuilder(Figures.counted(trust.records(), "record"))
                .append(trust.records() == 1 ? " has" : " have")
                .append(" a probability of being viral, for an input of which a share of ")
                .append(share)
                .append(" is. ");
        if (trust.enough()) {
            words.append("Among the records called virus ")
                    .append(Figures.percent(trust.expectedFalse()))
                    .append(" are expected to be false. ");
        } else {
            words.append("That is too few for a false discovery rate, which needs ")
                    .append(ProbabilityTally.LEAST_RECORDS)
                    .append(". ");
        }
        words.append(
                selection.isEmpty()
                        ? "Records were called by their verdicts, half of their scored chunks."
                        : "Records were called by probability (" + selection
                                + "); sequences.tsv has the verdicts, by half of the scored chunks.");
        return words.toString();
    }

    private static String words(ConfidenceSummary.Fallback fallback) {
        String from = fallback.source().equals("dna-only") ? "their DNA alone" : "stop-free stretches";
        return Figures.counted(fallback.chunks(), "chunk") + " with "
                + Figures.counted(fallback.bases(), "base")
                + " have a score from " + from + " (" + fallback.source() + ") and no better one; "
                + Figures.counted(fallback.records(), "record")
                + (fallback.records() == 1 ? " rests" : " rest")
                + " on such scores only. They are less often right, and no verdict, region or probability of frames"
                + " counts them.";
    }

    private static BarChart probabilities(ConfidenceSummary trust) {
        List<String> labels = IntStream.range(0, ConfidenceSummary.BINS)
                .mapToObj(bin -> String.format(Locale.ROOT, "%.2f", (double) bin / ConfidenceSummary.BINS))
                .toList();
        return BarChart.upright("Records by probability of being viral", labels)
                .with(Shade.RECORDS, trust.probabilities());
    }

    /** The data of the reliability diagram. */
    private record Diagram(List<Curve> curves) {}

    private record Curve(String name, String colour, List<Reliability.Bin> bins) {}

    private static void reliability(Html html, ConfidenceSummary trust, Charts charts) {
        String title = "Predicted and observed share of viral sequences";
        List<Curve> curves = List.of(
                new Curve("one chunk", Shade.CHUNKS.word(), trust.chunkReliability()),
                new Curve("two chunks and more", Shade.RECORDS.word(), trust.recordReliability()));
        html.markup("<figure id=\"reliability\"><figcaption>").text(title).markup("</figcaption>");
        charts.place(html, Charts.Kind.RELIABILITY, title, new Diagram(curves));
        html.markup(
                "<details><summary>Numbers</summary><div class=\"scroll\"><table><thead><tr><th>Probability of</th><th"
                        + " class=\"n\">Predicted</th><th class=\"n\">Observed</th><th"
                        + " class=\"n\">Stretches</th></tr></thead><tbody>\n");
        curves.forEach(curve -> curve.bins().forEach(bin -> {
            html.markup("<tr>").cell(curve.name());
            html.markup("<td class=\"n\">").text(share(bin.predicted())).markup("</td><td class=\"n\">");
            html.text(share(bin.observed())).markup("</td><td class=\"n\">");
            html.text(Figures.count(bin.count())).markup("</td></tr>\n");
        }));
        html.markup("</tbody></table></div></details></figure>\n");
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.2f", share);
    }
}
