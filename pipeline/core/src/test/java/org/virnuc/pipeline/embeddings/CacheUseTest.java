package org.virnuc.pipeline.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.EncoderInfo;

/** The telemetry names of a cache's hits and misses. */
class CacheUseTest {
    private final Map<String, Number> metrics = new TreeMap<>();

    @Test
    void aStepWithOneEncoderHasShareAndDamage() {
        new CacheUse(3, 1, 1).report(observer());
        assertThat(metrics)
                .isEqualTo(Map.of("cache_hits", 3L, "cache_misses", 1L, "cache_hit_share", 0.75, "cache_damaged", 1L));
    }

    @Test
    void aStepWithSeveralEncodersNamesThoseThatItHasUsed() {
        new CacheUse(3, 1, 1).report("dna", observer());
        new CacheUse(0, 0, 0).report("protein", observer());
        assertThat(metrics).isEqualTo(Map.of("dna_cache_hits", 3L, "dna_cache_misses", 1L));
    }

    @Test
    void whoHasTakenVectorsWasHelped() {
        assertThat(CacheUse.helped(Map.of("cache_hits", 1L))).isTrue();
        assertThat(CacheUse.helped(Map.of("protein_cache_hits", 1L, "dna_cache_hits", 0L)))
                .isTrue();
        assertThat(CacheUse.helped(Map.of("cache_hits", 0L, "cache_misses", 7L, "cache_hit_share", 0.5)))
                .isFalse();
    }

    private StageObserver observer() {
        return new StageObserver() {
            @Override
            public void items(long more) {}

            @Override
            public void metric(String name, Number value) {
                metrics.put(name, value);
            }

            @Override
            public void batch(EncoderInfo model, BatchFigures figures) {}
        };
    }
}
