package org.virnuc.calling.confidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Fits curves to weighted samples of both labels. */
final class CurveFit {
    private static final double LEAST_SLOPE = 1e-3;

    /** The weight that pulls the ends of an isotonic curve to the middle, in samples of average weight. */
    private static final double PSEUDO_SAMPLES = 1;

    private CurveFit() {}

    static Curve fit(Curve.Method method, List<CalibrationPoint> samples) {
        return switch (method) {
            case TEMPERATURE -> {
                double[] found = Logistic.fit(samples, s -> new double[] {s.evidence()});
                yield Curve.logistic(method, 0, Math.max(LEAST_SLOPE, found[0]));
            }
            case PLATT -> {
                double[] found = Logistic.fit(samples, s -> new double[] {1, s.evidence()});
                yield Curve.logistic(method, found[0], Math.max(LEAST_SLOPE, found[1]));
            }
            case POOLED -> pooled(samples);
            case ISOTONIC -> isotonic(samples);
        };
    }

    private static Curve pooled(List<CalibrationPoint> samples) {
        double[] found =
                Logistic.fit(samples, s -> new double[] {1, s.evidence(), s.evidence() * Curve.doublings(s.chunks())});
        double slope = Math.max(LEAST_SLOPE, found[1]);
        double least = (LEAST_SLOPE - slope) / Curve.doublings(Curve.MOST_CHUNKS);
        return new Curve(Curve.Method.POOLED, found[0], slope, Math.max(least, found[2]), List.of(), List.of(), null);
    }

    /** The mean of -log of the probability that a curve gives to the true label. */
    static double logLoss(Curve curve, List<CalibrationPoint> samples) {
        double loss = 0;
        double weights = 0;
        for (CalibrationPoint sample : samples) {
            double p = curve.at(sample.evidence(), sample.chunks());
            loss -= sample.weight() * Math.log(sample.viral() ? p : 1 - p);
            weights += sample.weight();
        }
        return loss / weights;
    }

    /** Adjacent samples with a common mean. */
    private record Block(double from, double to, double viral, double weight) {
        Block with(Block next) {
            return new Block(from, next.to, viral + next.viral, weight + next.weight);
        }

        double mean() {
            return viral / weight;
        }
    }

    /** Pooling of adjacent violators; a block's share is its own with {@link #PSEUDO_SAMPLES} of either label added. */
    private static Curve isotonic(List<CalibrationPoint> samples) {
        List<CalibrationPoint> sorted = new ArrayList<>(samples);
        sorted.sort(Comparator.comparingDouble(CalibrationPoint::evidence));
        List<Block> blocks = new ArrayList<>();
        for (CalibrationPoint s : sorted) {
            Block block = new Block(s.evidence(), s.evidence(), s.viral() ? s.weight() : 0, s.weight());
            while (!blocks.isEmpty()) {
                Block last = blocks.get(blocks.size() - 1);
                if (last.mean() < block.mean() && last.to() < block.from()) {
                    break;
                }
                block = blocks.remove(blocks.size() - 1).with(block);
            }
            blocks.add(block);
        }
        double pseudo = PSEUDO_SAMPLES
                * sorted.stream().mapToDouble(CalibrationPoint::weight).sum()
                / sorted.size();
        List<Double> x = new ArrayList<>();
        List<Double> p = new ArrayList<>();
        for (Block block : blocks) {
            double share = (block.viral() + pseudo) / (block.weight() + 2 * pseudo);
            add(x, p, block.from(), share);
            add(x, p, block.to(), share);
        }
        return new Curve(Curve.Method.ISOTONIC, 0, 0, 0, x, p, null);
    }

    /** Adds a point. A point below the last one is raised to it; a point at the same position is left out. */
    private static void add(List<Double> x, List<Double> p, double at, double share) {
        int last = x.size() - 1;
        if (last < 0 || at > x.get(last)) {
            x.add(at);
            p.add(last < 0 ? share : Math.max(share, p.get(last)));
        }
    }
}
