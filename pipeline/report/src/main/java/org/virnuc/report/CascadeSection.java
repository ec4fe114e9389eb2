package org.virnuc.report;

import java.util.List;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.Figures;

/** The decisions of two models, the smaller of which has screened chunks for the bigger one. */
final class CascadeSection extends ReportSection {
    private static final String SAVING = "chunks_skipped";

    @Override
    Place place() {
        return Place.BEFORE_RECORDS;
    }

    @Override
    Html render(RunReport report, ReportFacts facts, Charts charts) {
        Html html = new Html();
        String asked = asked(report);
        html.markup("<section id=\"cascade\"><h2>Two models</h2>\n").paragraph(words(asked, facts));
        List<EventReport> events = report.events().stream()
                .filter(event -> event.details().containsKey(SAVING))
                .toList();
        if (facts.timed()) {
            events.forEach(event -> html.paragraph(event.message() + "."));
        }
        return html.markup("</section>\n");
    }

    private static String words(String asked, ReportFacts facts) {
        return "All chunks were screened by virnuc-mini, and those that it was not sure of were scored again by "
                + facts.model() + " ("
                + asked + "). " + Figures.count(facts.count("decisions_by_big_model")) + " of "
                + Figures.counted(facts.count("decisions"), "scored chunk")
                + " have the scores of the latter, " + Figures.count(facts.count("decisions_by_small_model"))
                + " those of virnuc-mini; cascade.tsv says which, and cascade.json how the band between them was found.";
    }

    @Override
    String methods(RunReport report, ReportFacts facts) {
        return "Chunks were screened by virnuc-mini, small encoders and head trained for VirNuc, and "
                + Figures.count(facts.count("decisions_by_big_model")) + " of "
                + Figures.count(facts.count("decisions"))
                + " were scored by the models named; the band of scores that went to them was set from a random sample of the"
                + " chunks that both scored (" + asked(report) + "). ";
    }

    private static String asked(RunReport report) {
        return report.environment().getOrDefault("cascade", "cascade");
    }
}
