package org.virnuc.pipeline.confidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Fits curves to weighted samples of both labels. */
final class CurveFit {
    private static final int STEPS = 100;
    private static final double DONE = 1e-9;

    /** Keeps the steps finite where labels are told apart without error. */
    private static final double RIDGE = 1e-3;

    private static final double LEAST_SLOPE = 1e-3;

    /** What an end of an isotonic curve is pulled to the middle with, in samples of average weight. */
    private static final double PSEUDO_SAMPLES = 1;

    private CurveFit() {}

    static Curve fit(Curve.Method method, List<Sample> samples) {
        return switch (method) {
            case TEMPERATURE -> logistic(method, samples, false);
            case PLATT -> logistic(method, samples, true);
            case ISOTONIC -> isotonic(samples);
        };
    }

    /** The mean of -log of the probability that a curve gives to the true label. */
    static double logLoss(Curve curve, List<Sample> samples) {
        double loss = 0;
        double weights = 0;
        for (Sample sample : samples) {
            double p = curve.at(sample.evidence());
            loss -= sample.weight() * Math.log(sample.viral() ? p : 1 - p);
            weights += sample.weight();
        }
        return loss / weights;
    }

    /** Newton's method on the weighted log likelihood, with halved steps where one overshoots. */
    private static Curve logistic(Curve.Method method, List<Sample> samples, boolean withIntercept) {
        double scale =
                samples.size() / samples.stream().mapToDouble(Sample::weight).sum();
        double intercept = 0;
        double slope = 1;
        for (int step = 0; step < STEPS; step++) {
            double gradient0 = -RIDGE * intercept;
            double gradient1 = -RIDGE * slope;
            double h00 = RIDGE;
            double h01 = 0;
            double h11 = RIDGE;
            for (Sample sample : samples) {
                double p = Curve.sigmoid(intercept + slope * sample.evidence());
                double weight = sample.weight() * scale;
                double miss = weight * ((sample.viral() ? 1 : 0) - p);
                double spread = weight * p * (1 - p);
                gradient0 += miss;
                gradient1 += miss * sample.evidence();
                h00 += spread;
                h01 += spread * sample.evidence();
                h11 += spread * sample.evidence() * sample.evidence();
            }
            double determinant = withIntercept ? h00 * h11 - h01 * h01 : h11;
            double move0 = withIntercept ? (h11 * gradient0 - h01 * gradient1) / determinant : 0;
            double move1 = withIntercept ? (h00 * gradient1 - h01 * gradient0) / determinant : gradient1 / h11;
            double size = Math.max(Math.abs(move0), Math.abs(move1));
            double share = size > 1 ? 1 / size : 1;
            intercept += share * move0;
            slope = Math.max(LEAST_SLOPE, slope + share * move1);
            if (size < DONE) {
                break;
            }
        }
        return Curve.logistic(method, intercept, slope);
    }

    /** Samples that neighbour each other with the same mean. */
    private record Block(double from, double to, double viral, double weight) {
        Block with(Block next) {
            return new Block(from, next.to, viral + next.viral, weight + next.weight);
        }

        double mean() {
            return viral / weight;
        }
    }

    /** Pooling of adjacent violators; a block's share is its own with {@link #PSEUDO_SAMPLES} of either label added. */
    private static Curve isotonic(List<Sample> samples) {
        List<Sample> sorted = new ArrayList<>(samples);
        sorted.sort(Comparator.comparingDouble(Sample::evidence));
        List<Block> blocks = new ArrayList<>();
        for (Sample s : sorted) {
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
        double pseudo =
                PSEUDO_SAMPLES * sorted.stream().mapToDouble(Sample::weight).sum() / sorted.size();
        List<Double> x = new ArrayList<>();
        List<Double> p = new ArrayList<>();
        for (Block block : blocks) {
            double share = (block.viral() + pseudo) / (block.weight() + 2 * pseudo);
            add(x, p, block.from(), share);
            add(x, p, block.to(), share);
        }
        return new Curve(Curve.Method.ISOTONIC, 0, 0, x, p);
    }

    /** Adds a point; one that would lie below the last is lifted to it, one at the same place is left out. */
    private static void add(List<Double> x, List<Double> p, double at, double share) {
        int last = x.size() - 1;
        if (last < 0 || at > x.get(last)) {
            x.add(at);
            p.add(last < 0 ? share : Math.max(share, p.get(last)));
        }
    }
}
