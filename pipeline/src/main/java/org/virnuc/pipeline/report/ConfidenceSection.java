package org.virnuc.pipeline.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.virnuc.pipeline.calls.Trust;
import org.virnuc.pipeline.confidence.ProbabilityTally;
import org.virnuc.pipeline.confidence.Reliability;
import org.virnuc.telemetry.report.Figures;

/** How sure the calls are: probabilities, how they held on sequences with known labels, and what lies far from the training data. */
final class ConfidenceSection {
    private static final int LEFT = 34;
    private static final int TOP = 10;
    private static final int SIDE = 200;

    private ConfidenceSection() {}

    static Html render(Trust trust) {
        Html html = new Html();
        html.markup("<section id=\"confidence\"><h2>How sure the calls are</h2>\n");
        if (trust.calibrated()) {
            html.paragraph(words(trust));
            html.markup("<div class=\"charts\">").append(probabilities(trust)).append(reliability(trust));
            html.markup("</div>\n");
            html.paragraph(
                    "The right picture compares predicted probabilities with the share that was viral, on labelled sequences "
                            + "that the curves were not fitted to, as many viral ones as others: on the diagonal both agree, above it the "
                            + "probabilities are too low. Expect less agreement on other data.");
        } else {
            html.paragraph("There are no probabilities: no calibration is known for this model at this chunk length. "
                    + "virnuc calibrate makes one from labelled sequences.");
        }
        if (trust.dnaOnly()) {
            html.paragraph(dnaOnly(trust));
        }
        html.paragraph(
                trust.distances()
                        ? Findings.counted(trust.distant(), "record")
                                + (trust.distant() == 1 ? " lies" : " lie")
                                + " further from the training data than 99 % of validation records of as many chunks did (ood in "
                                + "confidence.tsv); what is said of such a record may mean little."
                        : "How far records lie from the training data is not known for this model at this chunk length.");
        return html.markup("</section>\n");
    }

    private static String words(Trust trust) {
        String share = String.format(Locale.ROOT, "%.3g", trust.prevalence());
        StringBuilder words = new StringBuilder(Findings.counted(trust.records(), "record"))
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
                trust.selection().isEmpty()
                        ? "Records were called by their verdicts, half of their scored chunks."
                        : "Records were called by probability (" + trust.selection()
                                + "); sequences.tsv has the verdicts, by half of the scored chunks.");
        return words.toString();
    }

    private static String dnaOnly(Trust trust) {
        return Findings.counted(trust.dnaOnlyChunks(), "chunk") + " with "
                + Findings.counted(trust.dnaOnlyBases(), "base")
                + " have a score from their DNA alone (dna-only) and no other; "
                + Findings.counted(trust.dnaOnlyRecords(), "record")
                + (trust.dnaOnlyRecords() == 1 ? " rests" : " rest")
                + " on such scores only. They are less often right, and no verdict, region or probability of frames counts them.";
    }

    private static Html probabilities(Trust trust) {
        List<String> labels = IntStream.range(0, Trust.BINS)
                .mapToObj(bin -> String.format(Locale.ROOT, "%.2f", (double) bin / Trust.BINS))
                .toList();
        return new BarChart("Records by probability of being viral", labels)
                .with(Shade.RECORDS, trust.probabilities())
                .render();
    }

    private static Html reliability(Trust trust) {
        Html html = new Html();
        html.markup(
                "<figure id=\"reliability\"><figcaption>Predicted and observed share of viral sequences</figcaption>"
                        + "<svg viewBox=\"0 0 360 232\" role=\"img\" aria-label=\"reliability diagram\">"
                        + "<line class=\"axis\" x1=\"34\" y1=\"210\" x2=\"234\" y2=\"210\"/>"
                        + "<line class=\"axis\" x1=\"34\" y1=\"10\" x2=\"34\" y2=\"210\"/>"
                        + "<line class=\"axis\" x1=\"34\" y1=\"210\" x2=\"234\" y2=\"10\"/>"
                        + "<text x=\"2\" y=\"16\">1.0</text><text x=\"2\" y=\"210\">0.0</text>"
                        + "<text x=\"34\" y=\"226\">0.0</text><text x=\"222\" y=\"226\">1.0</text>"
                        + "<text x=\"96\" y=\"226\">predicted</text><text x=\"240\" y=\"16\">observed: up</text>");
        trust.chunkReliability().forEach(bin -> dot(html, Shade.CHUNKS, bin));
        trust.recordReliability().forEach(bin -> dot(html, Shade.RECORDS, bin));
        html.markup("</svg><p class=\"key\">");
        Shade.CHUNKS.key(html);
        Shade.RECORDS.key(html);
        return html.markup("of two chunks and more</p></figure>\n");
    }

    private static void dot(Html html, Shade shade, Reliability.Bin bin) {
        html.markup("<g><title>")
                .text(String.format(
                        Locale.ROOT,
                        "predicted %.2f, observed %.2f, %,d stretches",
                        bin.predicted(),
                        bin.observed(),
                        bin.count()))
                .markup("</title>");
        double size = Math.min(10, 3 + Math.log10((double) Math.max(1, bin.count())) * 2);
        shade.rectangle(
                html,
                LEFT + bin.predicted() * SIDE - size / 2,
                TOP + (1 - bin.observed()) * SIDE - size / 2,
                size,
                size);
        html.markup("</g>");
    }
}
