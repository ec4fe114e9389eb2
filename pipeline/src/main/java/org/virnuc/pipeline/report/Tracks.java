package org.virnuc.pipeline.report;

import org.virnuc.pipeline.calls.Region;
import org.virnuc.pipeline.calls.RunSummary;
import org.virnuc.telemetry.report.Figures;

/** The first records along their bases: chunk scores above, viral regions below. */
final class Tracks {
    private static final double WIDTH = 1000;
    private static final int HALF = 500;

    private Tracks() {}

    static Html render(RunSummary summary) {
        Html html = new Html();
        html.markup("<section id=\"tracks\"><h2>Where in the records</h2>\n");
        if (summary.tracks().isEmpty()) {
            return html.paragraph("No record of two or more chunks has a score, so there is nothing to draw along one.")
                    .markup("</section>\n");
        }
        html.paragraph(
                "The " + Figures.count(summary.tracks().size()) + " records of two or more chunks that come first by "
                        + "their bases in viral regions. Upper row: the best virus score of each stretch of chunks, from 0 to 1, empty "
                        + "where nothing could be scored. Lower row: viral regions, as in regions.bed; their boundaries are known to a "
                        + "chunk.");
        summary.tracks().forEach(track -> track(html, track));
        return html.markup("</section>\n");
    }

    private static void track(Html html, RunSummary.Track track) {
        RunSummary.Row record = track.record();
        html.markup("<figure class=\"track\"><figcaption><bdi>")
                .text(record.id())
                .markup("</bdi> <small>");
        html.text(Figures.count(record.length()) + " bases, " + record.verdict() + ", " + record.tier());
        html.markup("</small></figcaption>");
        html.markup(
                "<svg viewBox=\"0 0 1000 56\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"scores and regions\">");
        html.markup("<rect class=\"ground\" x=\"0\" y=\"0\" width=\"1000\" height=\"40\"/>");
        for (RunSummary.Bin bin : track.bins()) {
            bin(html, bin, record.length());
        }
        html.markup("<rect class=\"ground\" x=\"0\" y=\"44\" width=\"1000\" height=\"12\"/>");
        for (Region region : track.regions()) {
            html.markup("<g><title>").text(words(region)).markup("</title>");
            Shade.VIRUS.rectangle(
                    html, x(region.start(), record), 44, x(region.end(), record) - x(region.start(), record), 12);
            html.markup("</g>");
        }
        html.markup("</svg><p class=\"ends\"><span>1</span><span>")
                .text(Figures.count(record.length()))
                .markup("</span></p>");
        regions(html, track);
        html.markup("</figure>\n");
    }

    private static void bin(Html html, RunSummary.Bin bin, long length) {
        if (bin.scored() == 0) {
            return;
        }
        double from = bin.start() * WIDTH / length;
        double height = Math.max(1, bin.score() * 40 / 1000.0);
        (bin.score() >= HALF ? Shade.VIRUS : Shade.OTHERS)
                .rectangle(html, from, 40 - height, bin.end() * WIDTH / length - from, height);
    }

    private static void regions(Html html, RunSummary.Track track) {
        int more = track.record().regions() - track.regions().size();
        if (track.regions().isEmpty()) {
            html.markup("<p class=\"list\">no viral region</p>");
            return;
        }
        html.markup("<p class=\"list\">");
        int shown = Math.min(track.regions().size(), 5);
        for (int i = 0; i < shown; i++) {
            html.text((i == 0 ? "" : "; ") + words(track.regions().get(i)));
        }
        int hidden = more + track.regions().size() - shown;
        html.text(hidden == 0 ? "" : "; and " + Figures.count(hidden) + " more").markup("</p>");
    }

    private static String words(Region region) {
        return Figures.count(region.start() + 1) + " to " + Figures.count(region.end()) + ", mean score "
                + String.format(java.util.Locale.ROOT, "%.2f", region.score());
    }

    private static double x(long base, RunSummary.Row record) {
        return base * WIDTH / record.length();
    }
}
