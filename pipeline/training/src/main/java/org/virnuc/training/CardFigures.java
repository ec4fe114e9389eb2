package org.virnuc.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.virnuc.calling.accuracy.Accuracy;
import org.virnuc.calling.accuracy.LabelledScore;
import org.virnuc.calling.confidence.HeldOut;

/** Figures of records that neither trained nor decided when to stop; probabilities do not know their clusters either. */
final class CardFigures {
    private static final String FRAMES = "frames";
    private static final String DNA_ONLY = "dna-only";

    private final List<HeldOut> rows;

    CardFigures(List<HeldOut> rows) {
        this.rows = rows;
    }

    /** A row for every unit and source that both labels have. */
    List<ModelCard.Row> rows() {
        List<ModelCard.Row> table = new ArrayList<>();
        for (String source : List.of(FRAMES, DNA_ONLY)) {
            for (HeldOut.Unit unit : HeldOut.Unit.values()) {
                List<HeldOut> some = rows.stream()
                        .filter(row -> row.unit() == unit && row.source().equals(source))
                        .toList();
                Accuracy deltas = accuracy(some, HeldOut::weightedDelta);
                if (deltas.count(true) > 0 && deltas.count(false) > 0) {
                    table.add(row(unit.words(), source, deltas, accuracy(some, HeldOut::probability)));
                }
            }
        }
        return table;
    }

    private static ModelCard.Row row(String unit, String source, Accuracy deltas, Accuracy probabilities) {
        return new ModelCard.Row(
                unit,
                source,
                deltas.count(true),
                deltas.count(false),
                deltas.auroc(),
                deltas.accuracy(0),
                deltas.sensitivity(0),
                deltas.falsePositiveRate(0),
                probabilities.calibrationError());
    }

    /** A row for every group, viral ones first. */
    List<ModelCard.GroupRow> groups() {
        Map<String, List<HeldOut>> groups = new TreeMap<>();
        for (HeldOut row : rows) {
            groups.computeIfAbsent((row.viral() ? "0" : "1") + row.group(), group -> new ArrayList<>())
                    .add(row);
        }
        List<ModelCard.GroupRow> table = new ArrayList<>();
        groups.values().forEach(group -> table.add(group(group)));
        return table;
    }

    private ModelCard.GroupRow group(List<HeldOut> group) {
        boolean viral = group.get(0).viral();
        List<HeldOut> chunks = of(group, HeldOut.Unit.CHUNK);
        List<HeldOut> records = of(group, HeldOut.Unit.RECORD);
        List<HeldOut> against = new ArrayList<>(chunks);
        against.addAll(of(rows.stream().filter(row -> row.viral() != viral).toList(), HeldOut.Unit.CHUNK));
        return new ModelCard.GroupRow(
                viral ? "viral" : "host",
                group.get(0).group(),
                chunks.size(),
                right(chunks),
                accuracy(against, HeldOut::weightedDelta).auroc(),
                records.size(),
                right(records));
    }

    private static List<HeldOut> of(List<HeldOut> rows, HeldOut.Unit unit) {
        Predicate<HeldOut> wanted = row -> row.unit() == unit && row.source().equals(FRAMES);
        return rows.stream().filter(wanted).toList();
    }

    private static double right(List<HeldOut> rows) {
        return rows.isEmpty()
                ? Double.NaN
                : rows.stream()
                                .filter(row -> row.weightedDelta() >= 0 == row.viral())
                                .count()
                        / (double) rows.size();
    }

    private static Accuracy accuracy(List<HeldOut> rows, ToDoubleFunction<HeldOut> score) {
        return Accuracy.of(rows.stream()
                .map(row -> new LabelledScore(score.applyAsDouble(row), row.viral(), row.cluster()))
                .toList());
    }

    /** The groups of test records that are most often wrong, worst first. */
    static Map<String, Double> weakest(List<ModelCard.GroupRow> groups, double below) {
        Map<String, Double> weak = new LinkedHashMap<>();
        groups.stream()
                .filter(row -> row.chunks() > 0 && row.right() < below)
                .sorted(Comparator.comparingDouble(ModelCard.GroupRow::right))
                .forEach(row ->
                        weak.put(row.label() + " " + (row.group().isEmpty() ? "records" : row.group()), row.right()));
        return weak;
    }
}
