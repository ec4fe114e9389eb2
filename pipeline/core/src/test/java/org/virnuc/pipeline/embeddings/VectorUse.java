package org.virnuc.pipeline.embeddings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Uses a cache as a stage does, with vectors computed from their sequences. */
final class VectorUse {
    static final EmbeddingKey ENCODER = new EmbeddingKey("dna 0123 fp32-plain fp32 v1", 4);

    final List<String> warnings = new ArrayList<>();
    final List<String> computed = new ArrayList<>();
    long damaged;
    private final Path folder;
    private final long limit;

    VectorUse(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
    }

    EmbeddingCache cache() {
        return new EmbeddingCache(folder, limit);
    }

    /** The vectors that one run gets, with one call for each shard. */
    float[] run(List<String> sequences) throws IOException, InterruptedException {
        return run(ENCODER, sequences);
    }

    float[] run(EmbeddingKey encoder, List<String> sequences) throws IOException, InterruptedException {
        computed.clear();
        try (CachedVectors cached = cache().open(encoder, warnings::add)) {
            CachedVectors.Lookup found = cached.find(sequences);
            computed.addAll(found.missing());
            float[] vectors = found.complete(vectors(encoder, found.missing()));
            damaged = cached.use().damaged();
            return vectors;
        }
    }

    static float[] vectors(EmbeddingKey encoder, List<String> sequences) {
        float[] vectors = new float[sequences.size() * encoder.dimension()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = (sequences.get(i / encoder.dimension()).hashCode() + i % encoder.dimension()) / 7f;
        }
        return vectors;
    }

    /** Generates distinct sequences, numbered from {@code from}. */
    static List<String> sequences(int from, int count) {
        List<String> sequences = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            sequences.add("ACGT" + i);
        }
        return sequences;
    }
}
