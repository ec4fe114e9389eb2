package org.virnuc.pipeline.embeddings;

import java.util.Map;
import org.virnuc.engine.StageObserver;

/**
 * Hits and misses of an embedding cache in one step, and their names in telemetry.
 *
 * @param hits vectors found
 * @param misses vectors that had to be computed
 * @param damaged damaged vectors found; also counted as misses
 */
public record CacheUse(long hits, long misses, long damaged) {
    private static final String HITS = "cache_hits";
    private static final String MISSES = "cache_misses";

    /** Reports the cache use of a step whose only work is one encoder. */
    public void report(StageObserver observer) {
        observer.metric(HITS, hits);
        observer.metric(MISSES, misses);
        observer.metric("cache_hit_share", hits / (double) Math.max(1, hits + misses));
        observer.metric("cache_damaged", damaged);
    }

    /**
     * Reports the cache use of one encoder of a step, if it was used.
     *
     * @param encoder prefix of the names: {@code dna} or {@code protein}
     */
    public void report(String encoder, StageObserver observer) {
        if (hits + misses > 0) {
            observer.metric(encoder + "_" + HITS, hits);
            observer.metric(encoder + "_" + MISSES, misses);
        }
    }

    /** Whether a step with these metrics took a vector of any of its encoders from a cache. */
    public static boolean helped(Map<String, Number> metrics) {
        return metrics.entrySet().stream()
                .anyMatch(metric ->
                        (metric.getKey().equals(HITS) || metric.getKey().endsWith("_" + HITS))
                                && metric.getValue().longValue() > 0);
    }
}
