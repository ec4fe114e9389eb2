package org.virnuc.calling.confidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rising function from evidence for virus, in log odds, to a probability.
 *
 * @param method kind of curve: a logistic function of {@code slope * x + intercept}, or straight lines between points
 * @param growth increase of the slope with each doubling of the number of chunks, up to {@value #MOST_CHUNKS}; 0 except
 *     for {@link Method#POOLED}
 * @param x of an isotonic curve, rising; empty for the others
 * @param p of an isotonic curve, rising, above 0 and below 1
 * @param bounds bounds of the probabilities; null for none
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Curve(
        Method method,
        double intercept,
        double slope,
        double growth,
        List<Double> x,
        List<Double> p,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Bounds bounds) {

    /** The smallest probability of any curve, so that a single wrong sample has a finite weight. */
    private static final double LEAST = 1e-6;

    /** The number of chunks from which on more chunks of a record add no evidence. */
    static final int MOST_CHUNKS = 64;

    /** The kinds that are tried, the simplest first. */
    public enum Method {
        /** A slope. */
        TEMPERATURE,
        /** A slope and an intercept. */
        PLATT,
        /** A slope that grows with the number of chunks, and an intercept, fitted to stretches of all numbers of chunks. */
        POOLED,
        /** Straight lines between points. */
        ISOTONIC
    }

    /**
     * The smallest and the largest probability, whatever the scores. A limited number of clusters cannot rule out that
     * the model is wrong about a whole further cluster.
     */
    public record Bounds(double low, double high) {
        public Bounds {
            if (!(low > 0 && low < high && high < 1)) {
                throw new IllegalArgumentException("no bounds of a probability: " + low + " and " + high);
            }
        }

        /**
         * The bounds by the numbers of clusters of both labels, none of which is wrong as a whole (Jeffreys' prior).
         */
        static Bounds of(long viral, long host) {
            return new Bounds(0.5 / (viral + 1), 1 - 0.5 / (host + 1));
        }
    }

    public Curve {
        x = x == null ? List.of() : List.copyOf(x);
        p = p == null ? List.of() : List.copyOf(p);
        boolean points = method == Method.ISOTONIC;
        boolean rising = slope > 0 && slope + growth * doublings(MOST_CHUNKS) > 0;
        if (method == null || x.size() != p.size() || points == x.isEmpty() || points == rising) {
            throw new IllegalArgumentException(
                    "no rising curve: " + method + " with slope " + slope + " and " + x.size() + " points");
        }
        for (int i = 0; i < x.size(); i++) {
            boolean rises = i == 0 || (x.get(i) > x.get(i - 1) && p.get(i) >= p.get(i - 1));
            if (!rises || !(p.get(i) > 0 && p.get(i) < 1)) {
                throw new IllegalArgumentException("point " + (i + 1) + " of a curve does not rise within 0 and 1");
            }
        }
    }

    static Curve logistic(Method method, double intercept, double slope) {
        return new Curve(method, intercept, slope, 0, List.of(), List.of(), null);
    }

    /** Returns this curve within other bounds. */
    Curve within(Bounds others) {
        return new Curve(method, intercept, slope, growth, x, p, others);
    }

    /** The probability that a record with this number of chunks is a virus. */
    double at(double evidence, int chunks) {
        double free = unbounded(evidence, chunks);
        return bounds == null ? free : bounds.low() + (bounds.high() - bounds.low()) * free;
    }

    private double unbounded(double evidence, int chunks) {
        if (method != Method.ISOTONIC) {
            double grown = slope + growth * doublings(chunks);
            return Math.max(LEAST, Math.min(1 - LEAST, sigmoid(intercept + grown * evidence)));
        }
        int above = 0;
        while (above < x.size() && x.get(above) < evidence) {
            above++;
        }
        if (above == 0 || above == x.size()) {
            return p.get(Math.min(above, x.size() - 1));
        }
        double share = (evidence - x.get(above - 1)) / (x.get(above) - x.get(above - 1));
        return p.get(above - 1) + share * (p.get(above) - p.get(above - 1));
    }

    static double doublings(int chunks) {
        return Math.log(Math.min(chunks, MOST_CHUNKS)) / Math.log(2);
    }

    static double sigmoid(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    static double logOdds(double probability) {
        return Math.log(probability / (1 - probability));
    }
}
