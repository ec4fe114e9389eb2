package org.virnuc.calling.confidence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A labelled stretch of chunks.
 *
 * @param evidence for virus, in log odds
 * @param chunks number of chunks
 * @param cluster the number of the family that its record belongs to; a cluster has one label
 * @param weight weight in the fit
 */
record CalibrationPoint(double evidence, int chunks, boolean viral, int cluster, double weight) {

    /** The wanted points, weighted so that both labels have equal weights, and so have all clusters of a label. */
    static List<CalibrationPoint> byCluster(List<CalibrationPoint> samples, Predicate<CalibrationPoint> wanted) {
        List<CalibrationPoint> chosen = samples.stream().filter(wanted).toList();
        Map<Integer, Integer> counts = new HashMap<>();
        chosen.forEach(sample -> counts.merge(sample.cluster(), 1, Integer::sum));
        long viral = clusters(chosen, true);
        long host = clusters(chosen, false);
        return chosen.stream()
                .map(s -> s.weighing(0.5 / (s.viral() ? viral : host) / counts.getOrDefault(s.cluster(), 1)))
                .toList();
    }

    /** Whether both labels have a positive weight. */
    static boolean both(List<CalibrationPoint> samples) {
        return samples.stream().anyMatch(CalibrationPoint::viral)
                && samples.stream().anyMatch(s -> !s.viral());
    }

    static long clusters(List<CalibrationPoint> samples, boolean viral) {
        return samples.stream()
                .filter(sample -> sample.viral() == viral)
                .mapToInt(CalibrationPoint::cluster)
                .distinct()
                .count();
    }

    private CalibrationPoint weighing(double other) {
        return new CalibrationPoint(evidence, chunks, viral, cluster, other);
    }
}
