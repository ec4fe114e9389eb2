package org.virnuc.calling.confidence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A labelled stretch of chunks.
 *
 * @param evidence for virus, in log odds
 * @param chunks how many it has
 * @param cluster the number of the family that its record belongs to; a cluster has one label
 * @param weight how much it counts
 */
record Sample(double evidence, int chunks, boolean viral, int cluster, double weight) {

    /** Those that are wanted, weighted so that both labels count the same, and within a label each cluster. */
    static List<Sample> byCluster(List<Sample> samples, Predicate<Sample> wanted) {
        List<Sample> chosen = samples.stream().filter(wanted).toList();
        Map<Integer, Integer> counts = new HashMap<>();
        chosen.forEach(sample -> counts.merge(sample.cluster(), 1, Integer::sum));
        long viral = clusters(chosen, true);
        long host = clusters(chosen, false);
        return chosen.stream()
                .map(s -> s.weighing(0.5 / (s.viral() ? viral : host) / counts.getOrDefault(s.cluster(), 1)))
                .toList();
    }

    /** Whether there is more than nothing of either label. */
    static boolean both(List<Sample> samples) {
        return samples.stream().anyMatch(Sample::viral) && samples.stream().anyMatch(s -> !s.viral());
    }

    static long clusters(List<Sample> samples, boolean viral) {
        return samples.stream()
                .filter(sample -> sample.viral() == viral)
                .mapToInt(Sample::cluster)
                .distinct()
                .count();
    }

    private Sample weighing(double other) {
        return new Sample(evidence, chunks, viral, cluster, other);
    }
}
