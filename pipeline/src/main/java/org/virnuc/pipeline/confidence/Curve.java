package org.virnuc.pipeline.confidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A rising function from evidence for virus, in log odds, to a probability.
 *
 * @param method which kind: a logistic function of {@code slope * x + intercept}, or straight lines between points
 * @param x of an isotonic curve, rising; empty for the others
 * @param p of an isotonic curve, rising, above 0 and below 1
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Curve(Method method, double intercept, double slope, List<Double> x, List<Double> p) {

    /** No curve is surer than this: one sample on the wrong side must not weigh without end. */
    private static final double LEAST = 1e-6;

    /** The kinds that are tried, the simplest first. */
    public enum Method {
        TEMPERATURE,
        PLATT,
        ISOTONIC
    }

    public Curve {
        x = x == null ? List.of() : List.copyOf(x);
        p = p == null ? List.of() : List.copyOf(p);
        boolean points = method == Method.ISOTONIC;
        if (method == null || x.size() != p.size() || points == x.isEmpty() || points == (slope > 0)) {
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
        return new Curve(method, intercept, slope, List.of(), List.of());
    }

    /** The probability of virus. */
    double at(double evidence) {
        if (method != Method.ISOTONIC) {
            return Math.max(LEAST, Math.min(1 - LEAST, sigmoid(intercept + slope * evidence)));
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

    static double sigmoid(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    static double logOdds(double probability) {
        return Math.log(probability / (1 - probability));
    }
}
