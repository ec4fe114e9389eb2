package org.virnuc.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.calling.RunSummary;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.report.Figures;

/** Words the findings of a run, and cautions about them. */
final class Findings {
    /** Below this share of scored bases the report has a caution. */
    private static final double LOW_COVERAGE = 0.5;

    private static final int MOST_EVENTS = 10;

    private final RunSummary summary;
    private final ReportFacts facts;

    Findings(RunSummary summary, ReportFacts facts) {
        this.summary = summary;
        this.facts = facts;
    }

    List<String> words() {
        List<String> words = new ArrayList<>();
        long virus = summary.count(RecordVerdict.VIRUS);
        words.add(Figures.counted(summary.records(), "record") + ", " + Figures.counted(summary.bases(), "base") + ": "
                + summary.verdicts().stream()
                        .map(call -> Figures.count(summary.count(call)) + " " + call.word())
                        .collect(Collectors.joining(", "))
                + ".");
        if (virus > 0) {
            words.add("Tiers of the viral ones: "
                    + tiers(summary, RecordVerdict.VIRUS).entrySet().stream()
                            .filter(tier -> !tier.getKey().equals(RecordVerdict.UNSCORED.word()))
                            .map(tier -> Figures.count(tier.getValue()) + " " + tier.getKey())
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        words.add(
                summary.regions() == 0
                        ? "No viral region was found within any record."
                        : Figures.counted(summary.regions(), "viral region") + " with "
                                + Figures.counted(summary.basesInRegions(), "base") + " in all"
                                + (summary.hosts() == 0
                                        ? "."
                                        : "; " + Figures.counted(summary.hosts(), "record") + " called others "
                                                + (summary.hosts() == 1 ? "has" : "have") + " one."));
        words.add(
                Figures.percent(share(summary.basesScored(), summary.bases())) + " of the bases lie in scored chunks.");
        return words;
    }

    List<String> cautions(RunReport report) {
        List<String> cautions = new ArrayList<>();
        if (facts.embedded()) {
            cautions.add(Methods.judged(report) ? judged() : embedded());
        }
        double coverage = share(summary.basesScored(), summary.bases());
        if (coverage < LOW_COVERAGE) {
            cautions.add(
                    "Only " + Figures.percent(coverage) + " of the bases lie in scored chunks. Nothing is known of "
                            + "the others: a chunk is scored only where one of its six frames has no stop codon.");
        }
        long unscored = summary.count(RecordVerdict.UNSCORED);
        if (unscored > 0) {
            cautions.add(Figures.counted(unscored, "record") + " ("
                    + Figures.percent(share(unscored, summary.records()))
                    + ") " + (unscored == 1 ? "is" : "are")
                    + " unscored, which does not mean not viral; unscored.tsv says why."
                    + (summary.shortRecords() == 0
                            ? ""
                            : " Not called because they are shorter than " + summary.minLength()
                                    + " bases, the least that is called: " + Figures.count(summary.shortRecords())
                                    + "."));
        }
        if (summary.fewChunks() > 0) {
            cautions.add(Figures.count(summary.fewChunks()) + " of "
                    + Figures.counted(summary.count(RecordVerdict.VIRUS), "viral record")
                    + (summary.fewChunks() == 1 ? " rests" : " rest") + " on fewer than "
                    + RunSummary.FEW_CHUNKS + " scored chunks.");
        }
        List<String> weakTiers = summary.broad() ? List.of("low_confidence", "review") : List.of("low", "ambiguous");
        Map<String, Long> tiers = tiers(summary, RecordVerdict.VIRUS);
        long weak = weakTiers.stream()
                .mapToLong(tier -> tiers.getOrDefault(tier, 0L))
                .sum();
        if (weak > 0) {
            cautions.add(
                    Figures.count(weak) + " of " + Figures.counted(summary.count(RecordVerdict.VIRUS), "viral record")
                            + (weak == 1 ? " has" : " have")
                            + " the tier " + String.join(" or ", weakTiers) + ": look before you believe.");
        }
        addEvents(report, cautions);
        return cautions;
    }

    /** The numbers of records with this call by tier, the most trusted first. */
    static Map<String, Long> tiers(RunSummary summary, RecordVerdict call) {
        return summary.tiers().getOrDefault(call.word(), Map.of());
    }

    private String judged() {
        String measured =
                switch (summary.chunkLength()) {
                    case 500 -> "an AUROC of 0.96 on all chunks of 500 bases, and calls 97 % of records right";
                    case 300 -> "an AUROC of 0.92 on all chunks of 300 bases, and calls 97 % of records right";
                    default -> "an accuracy that was not measured on chunks of " + summary.chunkLength() + " bases";
                };
        return "These calls are by virnuc-mini, a small model for screening, tests and a first look. On virus families it has "
                + "never seen it reaches " + measured
                + ". Archaea often look like viruses to it, herpes and giant viruses "
                + "and some phages like their hosts. Results to publish need the real models.";
    }

    private String embedded() {
        String measured =
                switch (summary.chunkLength()) {
                    case 500 -> "AUROC 0.93, accuracy 0.83, false positives 10 % on fragments of 500 bases";
                    case 300 -> "AUROC 0.87, accuracy 0.77, false positives 14 % on fragments of 300 bases";
                    default -> "an accuracy that was not measured on fragments of " + summary.chunkLength() + " bases";
                };
        return "These calls are by virnuc-mini, a small model for screening, tests and a first look. On virus families it has "
                + "never seen it reaches " + measured
                + " with an open frame. Phages, herpes and giant viruses often look "
                + "like their hosts to it, archaea and vertebrates like viruses. Results to publish need the real models.";
    }

    private static void addEvents(RunReport report, List<String> cautions) {
        List<EventReport> warnings = report.events().stream()
                .filter(event -> event.severity() != Severity.INFO)
                .filter(event -> event.eventClass() != EventClass.GUARDRAIL) // they have a section of their own
                .toList();
        warnings.stream().limit(MOST_EVENTS).forEach(event -> cautions.add("While it ran: " + event.message()));
        if (warnings.size() > MOST_EVENTS) {
            cautions.add(Figures.counted(warnings.size() - MOST_EVENTS, "further warning") + "; virnuc.log has all.");
        }
    }

    static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
