package org.virnuc.report;

import java.util.List;
import java.util.Locale;
import org.virnuc.calling.Region;
import org.virnuc.calling.RunSummary;
import org.virnuc.telemetry.report.Figures;

/** The first records along their bases: chunk scores above, viral regions below. */
final class Tracks {
    private static final double THOUSAND = 1000;
    private static final int HALF = 500;
    private static final int LISTED = 5;

    private Tracks() {}

    /**
     * The data of one track.
     *
     * @param bins start, end and mean best virus score of each stretch that has one
     * @param half score from which on a stretch looks viral
     * @param regions start and end of each
     */
    private record Track(long length, double half, List<List<Number>> bins, List<List<Long>> regions) {}

    static Html render(RunSummary summary, Charts charts) {
        Html html = new Html();
        html.markup("<section id=\"tracks\"><h2>Where in the records</h2>\n");
        if (summary.tracks().isEmpty()) {
            return html.paragraph("No record of two or more chunks has a score, so there is nothing to draw along one.")
                    .markup("</section>\n");
        }
        html.paragraph(
                "The " + Figures.count(summary.tracks().size()) + " records of two or more chunks that come first by "
                        + "their bases in viral regions. Upper row: the best virus score of each stretch of chunks, from 0 to 1, empty "
                        + "where nothing could be scored, and in the colour of virus from 0.5. Lower row: viral regions, as in "
                        + "regions.bed; their boundaries are known to a chunk.");
        summary.tracks().forEach(track -> track(html, track, charts));
        return html.markup("</section>\n");
    }

    private static void track(Html html, RunSummary.Track track, Charts charts) {
        RunSummary.Row record = track.record();
        html.markup("<figure class=\"track\"><figcaption><bdi>")
                .text(record.id())
                .markup("</bdi> <small>");
        html.text(Figures.count(record.length()) + " bases, " + record.call() + ", " + record.tier());
        html.markup("</small></figcaption>");
        charts.place(
                html,
                Charts.Kind.TRACK,
                "scores and regions along record " + Figures.count(record.number()),
                figures(track));
        regions(html, track);
        html.markup("</figure>\n");
    }

    private static Track figures(RunSummary.Track track) {
        List<List<Number>> bins = track.bins().stream()
                .filter(bin -> bin.scored() > 0)
                .map(bin -> List.<Number>of(bin.start(), bin.end(), bin.score() / THOUSAND))
                .toList();
        List<List<Long>> regions = track.regions().stream()
                .map(region -> List.of(region.start(), region.end()))
                .toList();
        return new Track(track.record().length(), HALF / THOUSAND, bins, regions);
    }

    private static void regions(Html html, RunSummary.Track track) {
        int more = track.record().regions() - track.regions().size();
        if (track.regions().isEmpty()) {
            html.markup("<p class=\"list\">no viral region</p>");
            return;
        }
        html.markup("<p class=\"list\">viral: ");
        int shown = Math.min(track.regions().size(), LISTED);
        for (int i = 0; i < shown; i++) {
            html.text((i == 0 ? "" : "; ") + words(track.regions().get(i)));
        }
        int hidden = more + track.regions().size() - shown;
        html.text(hidden == 0 ? "" : "; and " + Figures.count(hidden) + " more").markup("</p>");
    }

    private static String words(Region region) {
        return Figures.count(region.start() + 1) + " to " + Figures.count(region.end()) + ", mean score "
                + String.format(Locale.ROOT, "%.2f", region.score());
    }
}
