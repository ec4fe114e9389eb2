package org.virnuc.pipeline.calibrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import org.virnuc.calling.accuracy.LabelledScore;
import org.virnuc.models.chunkhead.RecordRule;

/** Turns outputs of a chunk head into log odds of chunks and records; every cluster of a label weighs the same. */
final class JudgementFit {
    private static final double RECORD_CLIP = 5;
    private static final double RIDGE = 1e-4;

    /** Keeps records that can be told apart without an error from being infinitely sure. */
    private static final double RECORD_RIDGE = 1e-3;

    private static final double LEAST_SLOPE = 1e-3;

    private final List<Judged> chunks;
    private final Map<String, List<Judged>> records = new LinkedHashMap<>();

    /** A chunk with the output of a network that was fitted without its cluster. */
    record Judged(LabelledChunks.Chunk chunk, double output) {}

    JudgementFit(List<Judged> chunks) {
        this.chunks = chunks;
        chunks.forEach(one -> records.computeIfAbsent(one.chunk().record(), id -> new ArrayList<>())
                .add(one));
    }

    /** Log odds from outputs. */
    record Rule(double intercept, double slope, RecordRule record) {
        /** Whether greater outputs mean virus. */
        boolean tells() {
            return slope > LEAST_SLOPE;
        }

        double chunk(Judged judged) {
            return intercept + slope * judged.output();
        }

        double record(List<Judged> judged) {
            return judged.size() == 1
                    ? chunk(judged.get(0))
                    : record.logOdds(mean(judged, this::chunk, record), judged.size());
        }
    }

    /** The mean of log odds, each cut off, weighted by bases. */
    private static double mean(List<Judged> judged, ToDoubleFunction<Judged> logOdds, RecordRule rule) {
        double sum = 0;
        double bases = 0;
        for (Judged one : judged) {
            sum += one.chunk().bases() * rule.clipped(logOdds.applyAsDouble(one));
            bases += one.chunk().bases();
        }
        return sum / bases;
    }

    /** Fits to the chunks of some folds. */
    Rule rule(IntPredicate folds) {
        List<Judged> some =
                chunks.stream().filter(one -> folds.test(one.chunk().fold())).toList();
        double[] line =
                line(some.stream().map(one -> new Point(one, one.output())).toList(), RIDGE);
        double intercept = line[1];
        double slope = Math.max(LEAST_SLOPE, line[0]);
        RecordRule mean = new RecordRule(RECORD_CLIP, 0, 1, 0);
        List<Point> points = new ArrayList<>();
        records.values().stream()
                .filter(members ->
                        members.size() > 1 && folds.test(members.get(0).chunk().fold()))
                .forEach(members -> points.add(
                        new Point(members.get(0), mean(members, one -> intercept + slope * one.output(), mean))));
        if (!both(points)) {
            return new Rule(intercept, slope, mean);
        }
        double[] record = line(points, RECORD_RIDGE);
        return new Rule(intercept, slope, new RecordRule(RECORD_CLIP, record[1], Math.max(LEAST_SLOPE, record[0]), 0));
    }

    private static boolean both(List<Point> points) {
        return points.stream().anyMatch(point -> point.judged().chunk().truth().viral())
                && points.stream()
                        .anyMatch(point -> !point.judged().chunk().truth().viral());
    }

    /** A chunk, or the first of a record, with a number that grows with the odds. */
    private record Point(Judged judged, double evidence) {}

    /** The slope and the intercept that make the labels most likely. */
    private static double[] line(List<Point> points, double ridge) {
        double[] weights = Weights.of(
                points.stream().map(point -> point.judged().chunk().cluster()).toList(), 0);
        float[][] inputs = new float[weights.length][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = new float[] {(float) points.get(i).evidence()};
        }
        return LogisticRegression.fit(
                new LogisticRegression.Rows() {
                    @Override
                    public int count() {
                        return inputs.length;
                    }

                    @Override
                    public float[] inputs(int row) {
                        return inputs[row];
                    }

                    @Override
                    public boolean viral(int row) {
                        return points.get(row).judged().chunk().truth().viral();
                    }

                    @Override
                    public double weight(int row) {
                        return weights[row];
                    }
                },
                1,
                ridge);
    }

    /** Probabilities of all chunks and records, by rules that were fitted to the other folds. */
    HeldOutJudgements heldOut(int folds) {
        List<Rule> rules = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            int left = fold;
            rules.add(rule(other -> other != left));
        }
        return new HeldOutJudgements(
                chunks.stream()
                        .map(one -> item(one, rules.get(one.chunk().fold()).chunk(one)))
                        .toList(),
                records.values().stream()
                        .map(members -> item(
                                members.get(0),
                                rules.get(members.get(0).chunk().fold()).record(members)))
                        .toList());
    }

    private static HeldOutJudgements.Item item(Judged judged, double logOdds) {
        LabelledChunks.Chunk chunk = judged.chunk();
        return new HeldOutJudgements.Item(
                chunk.record(),
                new LabelledScore(1 / (1 + Math.exp(-logOdds)), chunk.truth().viral(), chunk.cluster()));
    }
}
