package org.virnuc.pipeline.embeddings;

import java.util.Map;
import org.virnuc.engine.StageObserver;

/**
 * What an embedding cache has given to a step, and under which names telemetry has it.
 *
 * @param hits vectors that were found
 * @param misses vectors that had to be computed
 * @param damaged vectors that were there and not as they were written; among the misses
 */
public record CacheUse(long hits, long misses, long damaged) {
    private static final String HITS = "cache_hits";
    private static final String MISSES = "cache_misses";

    /** Reports the use of a step that has one encoder, and computes nothing else. */
    public void report(StageObserver observer) {
        observer.metric(HITS, hits);
        observer.metric(MISSES, misses);
        observer.metric("cache_hit_share", hits / (double) Math.max(1, hits + misses));
        observer.metric("cache_damaged", damaged);
    }

    /**
     * Reports the use of one encoder of a step, where it was used.
     *
     * @param encoder in front of the names: {@code dna} or {@code protein}
     */
    public void report(String encoder, StageObserver observer) {
        if (hits + misses > 0) {
            observer.metric(encoder + "_" + HITS, hits);
            observer.metric(encoder + "_" + MISSES, misses);
        }
    }

    /** Whether a step with these metrics has taken a vector from a cache, whichever of its encoders it belongs to. */
    public static boolean helped(Map<String, Number> metrics) {
        return metrics.entrySet().stream()
                .anyMatch(metric ->
                        (metric.getKey().equals(HITS) || metric.getKey().endsWith("_" + HITS))
                                && metric.getValue().longValue() > 0);
    }
}
