package org.virnuc.training;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnuc.training.head.Epoch;
import org.virnuc.training.head.HeadSettings;

/** A model card as Markdown. */
final class CardPage {
    /** Groups of which fewer chunks are right are named as what the model is bad at. */
    private static final double WEAK = 0.75;

    private final ModelCard card;
    private final StringBuilder text = new StringBuilder();

    CardPage(ModelCard card) {
        this.card = card;
    }

    String text() {
        line("# Model card: " + card.name());
        line("");
        line("A head for chunks of " + card.length() + " bases, trained by VirNuc " + card.version()
                + ", for `virnuc predict`.");
        line("");
        line("| encoder | SHA-256 |", "|---|---|");
        card.model().forEach((name, hash) -> line("| " + name + " | `" + hash + "` |"));
        data();
        figures();
        groups();
        training();
        line("");
        line("## What it took");
        line(String.format(Locale.ROOT, "%.0f seconds", card.seconds())
                + (card.cost() == null
                        ? ", not priced."
                        : ", " + card.cost() + " by the price sheet, all attempts together."));
        line("");
        line(
                card.gpuJoules() == null
                        ? "Energy: not measured; only GPUs that tell their energy are."
                        : String.format(Locale.ROOT, "Energy of the GPUs: %,.0f J.", card.gpuJoules()));
        return text.toString();
    }

    private void data() {
        line("", "## Data", "| file | SHA-256 |", "|---|---|");
        card.data().forEach((name, hash) -> line("| " + name + " | `" + hash + "` |"));
        line("");
        line("Licence: " + (card.licence().isEmpty() ? "not stated." : card.licence()));
        line("");
        line("Clusters of relatives were " + card.clusters() + "; no cluster is in two parts.");
        line("", "| part | records | clusters | bases | frames |", "|---|---:|---:|---:|---:|");
        card.split()
                .forEach((part, count) -> line(String.format(
                        Locale.ROOT,
                        "| %s | %,d | %,d | %,d | %,d |",
                        part,
                        count.records(),
                        count.clusters(),
                        count.bases(),
                        card.training().frames().getOrDefault(part, 0))));
        if (card.training().ambiguousChunks() > 0) {
            line("");
            line(String.format(
                    Locale.ROOT,
                    "Chunks left out for ambiguous letters: %,d.",
                    card.training().ambiguousChunks()));
        }
        if (card.training().noncodingFrames() > 0) {
            line("");
            line(String.format(
                    Locale.ROOT,
                    "Frames left out because they are part of no given protein: %,d.",
                    card.training().noncodingFrames()));
        }
    }

    private void figures() {
        line("", "## Test records");
        if (card.figures().isEmpty()) {
            line("Too few scored records to measure anything, and to calibrate.");
            return;
        }
        line("In brackets the range of 95 % over clusters drawn again. Right, sensitivity and false positives are"
                + " of verdicts;");
        line(
                "calibration errors of probabilities whose curves do not know the cluster. The chunk head of the table does"
                        + " not know");
        line("the cluster either, nor do its probabilities, by which it is right or not.");
        line(
                "",
                "| scored | by | viral | host | AUROC | right | sensitivity | false positives | calibration error |",
                "|---|---|---:|---:|---:|---:|---:|---:|---:|");
        for (ModelCard.Row row : card.figures()) {
            line(String.format(
                    Locale.ROOT,
                    "| %s | %s | %,d | %,d | %s | %s | %s | %s | %s |",
                    row.unit(),
                    row.source(),
                    row.viral(),
                    row.host(),
                    row.auroc().text(),
                    row.accuracy().text(),
                    row.sensitivity().text(),
                    row.falsePositives().text(),
                    row.calibrationError().text()));
        }
    }

    private void groups() {
        if (card.groups().isEmpty()) {
            return;
        }
        line(
                "",
                "| label | group | chunks | right | AUROC against the other label | records | right |",
                "|---|---|---:|---:|---:|---:|---:|");
        for (ModelCard.GroupRow row : card.groups()) {
            line(String.format(
                    Locale.ROOT,
                    "| %s | %s | %,d | %s | %s | %,d | %s |",
                    row.label(),
                    row.group().isEmpty() ? "-" : row.group(),
                    row.chunks(),
                    share(row.right()),
                    row.auroc().text(),
                    row.records(),
                    share(row.recordsRight())));
        }
        line("", "## What it is bad at");
        Map<String, Double> weak = CardFigures.weakest(card.groups(), WEAK);
        weak.forEach((group, right) -> line("- " + group + ": " + share(right) + " of their chunks are right."));
        if (weak.isEmpty()) {
            line("Of every group in the test records at least " + WEAK + " of the chunks are right.");
        }
        line("");
        line("It has not been measured on groups that are not in the table.");
    }

    private void training() {
        line("", "## Training");
        card.settings().forEach((name, value) -> line("- " + name + ": " + words(value)));
        TrainedHead.Facts facts = card.training();
        line("", "Head, the weights of epoch " + facts.bestEpoch() + " were kept:");
        curves(facts.head());
        line("", "Chunk head: " + card.chunkHead() + ".");
        line("", "Head for DNA alone, the weights of epoch " + facts.bestDnaEpoch() + " were kept:");
        curves(facts.dnaHead());
    }

    private static String words(Object setting) {
        return setting instanceof HeadSettings head
                ? String.format(
                        Locale.ROOT,
                        "hidden layer of %d, dropout %s, learning rate %s times %s every %d epochs, momentum %s, batches of %d,"
                                + " at most %d epochs, patience %d, seed %d",
                        head.hidden(),
                        head.dropout(),
                        head.learningRate(),
                        head.decay(),
                        head.stepEpochs(),
                        head.momentum(),
                        head.batchSize(),
                        head.epochs(),
                        head.patience(),
                        head.seed())
                : String.valueOf(setting);
    }

    private void curves(List<Epoch> epochs) {
        line(
                "",
                "| epoch | learning rate | training loss | validation loss | validation right |",
                "|---:|---:|---:|---:|---:|");
        for (Epoch epoch : epochs) {
            line(String.format(
                    Locale.ROOT,
                    "| %d | %.3g | %.4f | %.4f | %.3f |",
                    epoch.number(),
                    epoch.learningRate(),
                    epoch.trainingLoss(),
                    epoch.validationLoss(),
                    epoch.validationAccuracy()));
        }
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    private void line(String... lines) {
        for (String line : lines) {
            text.append(line).append('\n');
        }
    }
}
