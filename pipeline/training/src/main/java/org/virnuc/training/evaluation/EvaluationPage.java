package org.virnuc.training.evaluation;

import java.util.Locale;

/** An evaluation as Markdown. */
final class EvaluationPage {
    private final Evaluation evaluation;
    private final StringBuilder text = new StringBuilder();

    EvaluationPage(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    String text() {
        line("# Evaluation of " + evaluation.model().getOrDefault("id", "a model"), "");
        line("VirNuc " + evaluation.version() + ", head `" + evaluation.model().getOrDefault("head", "") + "`, on");
        evaluation.data().forEach((name, hash) -> line("- " + name + " `" + hash + "`"));
        line("");
        line(
                evaluation.calibrated()
                        ? "Scores are probabilities of the model's calibration, for as many viral pieces as others."
                                + " Where the calibration was fitted to these sequences, calibration errors are too"
                                + " small."
                        : "The model has no calibration for some length: scores are (1 + virus - others) / 2, and"
                                + " calibration errors say how far they are from probabilities.");
        line("In brackets the range of 95 % over clusters drawn again. Pieces without a score count as 0.5; right,"
                + " sensitivity and");
        line("false positives are by a threshold of 0.5.");
        evaluation.lengths().forEach(this::length);
        return text.toString();
    }

    private void length(int length, Evaluation.Figures figures) {
        line("", "## Chunks of " + length + " bases");
        units(figures);
        groups(figures);
        line("", "| tier | records | right |", "|---|---:|---:|");
        figures.tiers().forEach(tier -> line(format("| %s | %,d | %.3f |", tier.tier(), tier.records(), tier.right())));
        line("", "| threshold | of | right | sensitivity | false positives |", "|---:|---|---:|---:|---:|");
        figures.thresholds()
                .forEach(row -> line(format(
                        "| %s | %s | %s | %s | %s |",
                        row.threshold(),
                        row.unit(),
                        row.accuracy().text(),
                        row.sensitivity().text(),
                        row.falsePositives().text())));
        line("", "All chunks by their score, both labels weighing the same:");
        line("", "| share of chunks | mean score | viral |", "|---:|---:|---:|");
        figures.reliability()
                .forEach(bin -> line(format("| %.3f | %.3f | %.3f |", bin.weight(), bin.predicted(), bin.observed())));
        line("", "Records with a score, in an input with a share of viral ones:");
        line("", "| viral | called | sensitivity | false expected | false among called |", "|---:|---|---:|---:|---:|");
        figures.prevalences()
                .forEach(row -> line(format(
                        "| %s | %s | %.3f | %s | %s |",
                        row.prevalence(),
                        row.rule(),
                        row.sensitivity(),
                        Double.isNaN(row.expected()) ? "-" : format("%.3f", row.expected()),
                        row.found().text())));
    }

    private void units(Evaluation.Figures figures) {
        line(
                "",
                "| piece | viral (clusters) | host (clusters) | scored | AUROC | right | sensitivity | false positives"
                        + " | calibration error |",
                "|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        figures.units()
                .forEach(unit -> line(format(
                        "| %s | %,d (%d) | %,d (%d) | %.3f | %s | %s | %s | %s | %s |",
                        unit.name(),
                        unit.viral(),
                        unit.viralClusters(),
                        unit.host(),
                        unit.hostClusters(),
                        unit.scored(),
                        unit.auroc().text(),
                        unit.accuracy().text(),
                        unit.sensitivity().text(),
                        unit.falsePositives().text(),
                        unit.calibrationError().text())));
    }

    private void groups(Evaluation.Figures figures) {
        line(
                "",
                "| label | group | chunks | right | AUROC against the other label | records | right, of all |",
                "|---|---|---:|---:|---:|---:|---:|");
        figures.groups()
                .forEach(row -> line(format(
                        "| %s | %s | %,d | %.3f | %s | %,d | %.3f |",
                        row.label(),
                        row.group().isEmpty() ? "-" : row.group(),
                        row.chunks(),
                        row.right(),
                        row.auroc().text(),
                        row.records(),
                        row.recordsRight())));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private void line(String... lines) {
        for (String line : lines) {
            text.append(line).append('\n');
        }
    }
}
