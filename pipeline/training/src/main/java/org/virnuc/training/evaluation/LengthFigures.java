package org.virnuc.training.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.virnuc.calling.accuracy.Accuracy;
import org.virnuc.calling.accuracy.LabelledScore;

/** Computes the figures of one chunk length. */
final class LengthFigures {
    private static final int[] STRETCHES = {1_000, 3_000, 10_000};
    private static final double[] THRESHOLDS = {0.3, 0.5, 0.9};
    private static final double EVEN = 0.5;

    private final List<ScoredRecord> records;
    private final int length;

    LengthFigures(List<ScoredRecord> records, int length) {
        this.records = records;
        this.length = length;
    }

    Evaluation.Figures figures() {
        Accuracy ofRecords = Accuracy.of(recordScores(record -> true));
        List<Evaluation.Threshold> thresholds = new ArrayList<>();
        Accuracy chunks = Accuracy.of(chunkScores(record -> true, false));
        for (double threshold : THRESHOLDS) {
            thresholds.add(threshold("all chunks", threshold, chunks));
            thresholds.add(threshold("record", threshold, ofRecords));
        }
        return new Evaluation.Figures(
                units(), groups(), tiers(), thresholds, chunks.reliability(), new Prevalences(records).rows());
    }

    private static Evaluation.Threshold threshold(String unit, double threshold, Accuracy accuracy) {
        return new Evaluation.Threshold(
                unit,
                threshold,
                accuracy.accuracy(threshold),
                accuracy.sensitivity(threshold),
                accuracy.falsePositiveRate(threshold));
    }

    private List<Evaluation.Unit> units() {
        List<Evaluation.Unit> units = new ArrayList<>();
        List<LabelledScore> all = chunkScores(record -> true, false);
        units.add(unit("all chunks", all, scoredShare(all.size())));
        List<LabelledScore> open = chunkScores(record -> true, true);
        if (!open.isEmpty()) { // a chunk head judges all chunks alike
            units.add(unit("chunks with an open frame", open, 1));
        }
        for (int bases : STRETCHES) {
            int chunks = Math.max(1, bases / length);
            List<LabelledScore> scores = new ArrayList<>();
            long possible = 0;
            for (ScoredRecord record : records) {
                possible += record.values().length / chunks;
                record.stretches(chunks).forEach(value -> scores.add(score(record, value)));
            }
            units.add(unit(bases / 1_000 + " kb", scores, possible == 0 ? 0 : scores.size() / (double) possible));
        }
        long scored = records.stream().filter(ScoredRecord::isScored).count();
        units.add(unit("record", recordScores(record -> true), scored / (double) Math.max(1, records.size())));
        return units;
    }

    private double scoredShare(int chunks) {
        long scored = 0;
        for (ScoredRecord record : records) {
            for (double value : record.values()) {
                scored += Double.isNaN(value) ? 0 : 1;
            }
        }
        return scored / (double) Math.max(1, chunks);
    }

    private static Evaluation.Unit unit(String name, List<LabelledScore> scores, double scored) {
        Accuracy accuracy = Accuracy.of(scores);
        return new Evaluation.Unit(
                name,
                accuracy.count(true),
                accuracy.count(false),
                accuracy.clusters(true),
                accuracy.clusters(false),
                scored,
                accuracy.auroc(),
                accuracy.accuracy(EVEN),
                accuracy.sensitivity(EVEN),
                accuracy.falsePositiveRate(EVEN),
                accuracy.calibrationError());
    }

    private List<Evaluation.Group> groups() {
        Map<String, List<ScoredRecord>> groups = new TreeMap<>();
        for (ScoredRecord record : records) {
            groups.computeIfAbsent(
                            (record.truth().viral() ? "0" : "1")
                                    + record.truth().group(),
                            group -> new ArrayList<>())
                    .add(record);
        }
        List<Evaluation.Group> rows = new ArrayList<>();
        groups.values().forEach(members -> rows.add(group(members)));
        return rows;
    }

    private Evaluation.Group group(List<ScoredRecord> members) {
        boolean viral = members.get(0).truth().viral();
        String name = members.get(0).truth().group();
        Predicate<ScoredRecord> inGroup = record ->
                record.truth().viral() == viral && record.truth().group().equals(name);
        List<LabelledScore> own = chunkScores(inGroup, false);
        List<LabelledScore> against =
                chunkScores(record -> record.truth().viral() != viral || inGroup.test(record), false);
        long right =
                own.stream().filter(score -> score.score() >= EVEN == viral).count();
        long recordsRight = members.stream().filter(ScoredRecord::isRight).count();
        return new Evaluation.Group(
                viral ? "viral" : "host",
                name,
                own.size(),
                right / (double) Math.max(1, own.size()),
                Accuracy.of(against).auroc(),
                members.size(),
                recordsRight / (double) members.size());
    }

    private List<Evaluation.Tier> tiers() {
        Map<String, List<ScoredRecord>> tiers = new LinkedHashMap<>();
        for (ScoredRecord record : records) {
            tiers.computeIfAbsent(record.result().tier(), tier -> new ArrayList<>())
                    .add(record);
        }
        List<Evaluation.Tier> rows = new ArrayList<>();
        tiers.forEach((tier, members) -> rows.add(new Evaluation.Tier(
                tier,
                members.size(),
                members.stream().filter(ScoredRecord::isRight).count() / (double) members.size())));
        rows.sort(Comparator.comparing(Evaluation.Tier::right).reversed());
        return rows;
    }

    private List<LabelledScore> chunkScores(Predicate<ScoredRecord> wanted, boolean framesOnly) {
        List<LabelledScore> scores = new ArrayList<>();
        for (ScoredRecord record : records) {
            if (wanted.test(record)) {
                for (int chunk = 0; chunk < record.values().length; chunk++) {
                    double value = record.values()[chunk];
                    if (!framesOnly || record.byFrames()[chunk]) {
                        scores.add(score(record, Double.isNaN(value) ? EVEN : value));
                    }
                }
            }
        }
        return scores;
    }

    private List<LabelledScore> recordScores(Predicate<ScoredRecord> wanted) {
        return records.stream()
                .filter(wanted)
                .map(record -> score(record, record.value()))
                .toList();
    }

    private static LabelledScore score(ScoredRecord record, double value) {
        return new LabelledScore(value, record.truth().viral(), record.cluster());
    }
}
