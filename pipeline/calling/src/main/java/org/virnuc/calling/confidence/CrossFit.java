package org.virnuc.calling.confidence;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** Fits curves to some clusters and measures them on the others. */
final class CrossFit {
    /** The number of folds within the fitted clusters by which kinds of curves are compared. */
    private static final int INNER_FOLDS = 3;

    private final List<List<CalibrationPoint>> classes;

    /** Creates a fit for stretches by class. */
    CrossFit(List<List<CalibrationPoint>> classes) {
        this.classes = classes;
    }

    /**
     * Fits a curve for each class to some of the clusters. The kind of curve is chosen by cross-validation within these
     * clusters. Probabilities are bounded by the number of clusters.
     */
    List<Curve> curves(IntPredicate clusters) {
        List<Map<Curve.Method, Double>> losses = losses(clusters);
        List<CalibrationPoint> pool = pool(clusters);
        Curve pooled = CurveFit.fit(Curve.Method.POOLED, pool);
        Curve.Bounds bounds =
                Curve.Bounds.of(CalibrationPoint.clusters(pool, true), CalibrationPoint.clusters(pool, false));
        List<Curve> curves = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            List<CalibrationPoint> samples =
                    CalibrationPoint.byCluster(classes.get(i), s -> clusters.test(s.cluster()));
            Curve.Method best = losses.get(i).entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            Curve curve = best == Curve.Method.POOLED || !CalibrationPoint.both(samples)
                    ? pooled
                    : CurveFit.fit(best, samples);
            curves.add(curve.within(bounds));
        }
        return curves;
    }

    /**
     * Curves for each fold that were fitted to all others.
     *
     * @param folds fold of each cluster; clusters of a fold are left out together
     * @return empty if the remaining clusters of some fold lack a label
     */
    Optional<Folded> without(IntUnaryOperator folds) {
        int[] numbers = classes.get(0).stream()
                .mapToInt(sample -> folds.applyAsInt(sample.cluster()))
                .distinct()
                .sorted()
                .toArray();
        Map<Integer, List<Curve>> curves = new TreeMap<>();
        for (int fold : numbers) {
            IntPredicate rest = cluster -> folds.applyAsInt(cluster) != fold;
            if (!CalibrationPoint.both(pool(rest))) {
                return Optional.empty();
            }
            curves.put(fold, curves(rest));
        }
        return Optional.of(new Folded(folds, curves));
    }

    /** Curves by the fold that they were not fitted to. */
    record Folded(IntUnaryOperator folds, Map<Integer, List<Curve>> curves) {
        /** The probability of a stretch by the curves that were not fitted to its cluster. */
        double probability(CalibrationPoint sample) {
            List<Curve> unaware =
                    Objects.requireNonNull(curves.get(folds.applyAsInt(sample.cluster())), "a fold without curves");
            int size = EvidenceCurves.size(sample.chunks(), unaware.size());
            return unaware.get(size).at(sample.evidence(), sample.chunks());
        }
    }

    private List<Map<Curve.Method, Double>> losses(IntPredicate clusters) {
        List<Map<Curve.Method, Double>> losses = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            losses.add(new EnumMap<>(Curve.Method.class));
            for (Curve.Method method : Curve.Method.values()) {
                losses.get(i).put(method, 0.0);
            }
        }
        for (int fold = 0; fold < INNER_FOLDS; fold++) {
            int left = fold;
            IntPredicate fitted = c -> clusters.test(c) && Clusters.fold(c, INNER_FOLDS) != left;
            IntPredicate tested = c -> clusters.test(c) && Clusters.fold(c, INNER_FOLDS) == left;
            List<CalibrationPoint> pool = pool(fitted);
            if (!CalibrationPoint.both(pool)) {
                continue;
            }
            Curve pooled = CurveFit.fit(Curve.Method.POOLED, pool);
            for (int i = 0; i < classes.size(); i++) {
                List<CalibrationPoint> some = CalibrationPoint.byCluster(classes.get(i), s -> fitted.test(s.cluster()));
                List<CalibrationPoint> others =
                        CalibrationPoint.byCluster(classes.get(i), s -> tested.test(s.cluster()));
                if (CalibrationPoint.both(some) && CalibrationPoint.both(others)) {
                    for (Curve.Method method : Curve.Method.values()) {
                        Curve curve = method == Curve.Method.POOLED ? pooled : CurveFit.fit(method, some);
                        losses.get(i).merge(method, CurveFit.logLoss(curve, others), Double::sum);
                    }
                }
            }
        }
        return losses;
    }

    private List<CalibrationPoint> pool(IntPredicate clusters) {
        List<CalibrationPoint> pool = new ArrayList<>();
        classes.forEach(samples -> pool.addAll(CalibrationPoint.byCluster(samples, s -> clusters.test(s.cluster()))));
        return pool;
    }
}
