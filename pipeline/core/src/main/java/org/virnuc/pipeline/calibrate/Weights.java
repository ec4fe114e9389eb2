package org.virnuc.pipeline.calibrate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weights of items in clusters. */
final class Weights {
    private static final String VIRAL = "viral ";

    private Weights() {}

    /**
     * Weights that add up to a half for each label. Within a label a cluster of n items weighs n to the power of {@code
     * power}: 0 is every cluster the same, 1 every item.
     *
     * @param clusters of the items, beginning with their label
     */
    static double[] of(List<String> clusters, double power) {
        Map<String, Integer> sizes = new HashMap<>();
        clusters.forEach(cluster -> sizes.merge(cluster, 1, Integer::sum));
        double[] weights = new double[clusters.size()];
        double[] sums = new double[2];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.pow(sizes.getOrDefault(clusters.get(i), 1), power - 1);
            sums[label(clusters.get(i))] += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= 2 * sums[label(clusters.get(i))];
        }
        return weights;
    }

    private static int label(String cluster) {
        return cluster.startsWith(VIRAL) ? 1 : 0;
    }
}
