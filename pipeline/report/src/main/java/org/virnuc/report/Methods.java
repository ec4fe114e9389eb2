package org.virnuc.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.virnuc.calling.RunSummary;
import org.virnuc.telemetry.RunReport;

/** The section about methods: a paragraph to paste into a paper, and works to cite. */
final class Methods {
    private static final int HASH_CHARS = 12;

    private static final String VIRNUCPRO =
            "Li J, Mi J, Lin W, Tian F, Wan J, Gao J, Tong Y. VirNucPro: an identifier for the "
                    + "identification of viral short sequences using six-frame translation and large language models. Briefings in "
                    + "Bioinformatics 26(3), bbaf224 (2025). doi:10.1093/bib/bbaf224";
    private static final String DNABERT_S = "Zhou Z, Wu W, Ho H, Wang J, Shi L, Davuluri RV, Wang Z, Liu H. DNABERT-S: "
            + "pioneering species differentiation with species-aware DNA embeddings. Bioinformatics 41, i255-i264 (2025). "
            + "arXiv:2402.08777";
    private static final String ESM_2 =
            "Lin Z, Akin H, Rao R, et al. Evolutionary-scale prediction of atomic-level protein "
                    + "structure with a language model. Science 379, 1123-1130 (2023). doi:10.1126/science.ade2574";

    private Methods() {}

    static Html render(RunSummary summary, RunReport report, ReportFacts facts) {
        Html html = new Html();
        html.markup("<section id=\"methods\"><h2>Methods</h2>\n").paragraph(text(summary, report, facts));
        html.markup("<h3>To cite</h3>\n<ol>");
        List.of(VIRNUCPRO, DNABERT_S, ESM_2)
                .forEach(work -> html.markup("<li>").text(work).markup("</li>\n"));
        html.markup("</ol>\n<h3>Versions</h3>\n<dl>");
        versions(report, facts).forEach(fact -> html.markup("<dt>")
                .text(fact.name())
                .markup("</dt><dd>")
                .text(fact.value())
                .markup("</dd>\n"));
        return html.markup("</dl></section>\n");
    }

    private record Fact(String name, String value) {}

    private static String text(RunSummary summary, RunReport report, ReportFacts facts) {
        int length = summary.chunkLength();
        String encoders = facts.embedded()
                ? "embedded by virnuc-mini's small encoders, trained for VirNuc in the architectures of DNABERT-S [2] (nucleotides) "
                        + "and ESM-2 [3] (amino acids)"
                : "embedded by " + model(report, "dna") + " [2] (nucleotides) and " + model(report, "protein")
                        + " [3] (amino acids)";
        String calls = summary.broad()
                ? "Records were called by the rule of viral-ngs from the weighted difference of the scores of their chunks. "
                : summary.trust().selection().isEmpty()
                        ? ""
                        : "Records were called by probability ("
                                + summary.trust().selection() + "). ";
        if (summary.minLength() > 0) {
            calls += "Records of fewer than " + summary.minLength() + " bases were not called. ";
        }
        return "Viral sequences were identified with VirNuc " + report.version()
                + ", which computes what VirNucPro [1] "
                + "computes. Sequences were cut into chunks of " + length
                + " bases and translated in six frames; frames "
                + "without a stop codon were " + encoders + " and scored by " + head(report, facts) + " ("
                + facts.precision()
                + "). " + rule(report)
                + facts.sections().stream()
                        .map(section -> section.methods(report, facts))
                        .collect(Collectors.joining())
                + calls
                + "Viral regions within records were found with a hidden Markov model of two states over the scores of "
                + "the chunks.";
    }

    /** Whether a chunk head judged all chunks. */
    static boolean judged(RunReport report) {
        return report.environment().containsKey("model_chunk_head_sha256");
    }

    private static String rule(RunReport report) {
        return judged(report)
                ? "Every chunk was judged by a small network from the scores and vectors of its longest stop-free stretches, the vector "
                        + "of its DNA, and its composition; a record was called virus where the probability by all its chunks was at "
                        + "least a half. "
                : "A chunk was called virus where its best score for virus over its frames was at least its best score for "
                        + "others, a record where at least half of its scored chunks were. ";
    }

    private static String head(RunReport report, ReportFacts facts) {
        return facts.embedded() ? "its multilayer perceptron" : "the multilayer perceptron " + model(report, "head");
    }

    private static String model(RunReport report, String role) {
        return report.environment().getOrDefault("model_" + role, role);
    }

    private static List<Fact> versions(RunReport report, ReportFacts facts) {
        List<Fact> versions = new ArrayList<>();
        versions.add(new Fact("VirNuc", report.version()));
        versions.add(new Fact("Model", facts.model()));
        Map<String, String> environment = report.environment();
        for (String role : List.of("dna", "protein", "head")) {
            String hash = environment.getOrDefault("model_" + role + "_sha256", "");
            String revision = environment.get("model_" + role + "_revision");
            versions.add(new Fact(
                    "Model, " + role,
                    model(report, role) + ", " + environment.getOrDefault("model_" + role + "_parameters", "?")
                            + " parameters, " + environment.getOrDefault("model_" + role + "_precision", "?")
                            + ", SHA-256 " + hash.substring(0, Math.min(HASH_CHARS, hash.length()))
                            + (revision == null ? "" : ", revision " + revision)));
        }
        versions.add(new Fact("Pictures", "Apache ECharts " + Page.LIBRARY_VERSION));
        versions.add(new Fact("Run", report.runId()));
        versions.add(new Fact("Command", report.command()));
        return versions;
    }
}
