package org.virnuc.pipeline.embeddings;

import java.util.function.Supplier;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.SequenceEncoder;

/** Supplies encoders to the steps of a run. */
@FunctionalInterface
public interface EncoderSource {

    /**
     * Opens an encoder for one step, which must close it.
     *
     * @param observer receives the loading time of weights and warnings about a damaged cache
     */
    StepEncoder open(StageObserver observer);

    /** Creates a source whose encoders are loaded by {@code opening} when the first vector has to be computed. */
    static EncoderSource lazily(Supplier<SequenceEncoder> opening) {
        return observer -> new LazyEncoder(opening, observer);
    }

    /**
     * Puts the encoders of this source behind a cache: they compute only missing vectors and add them to the cache.
     * Vectors are equal with or without a cache, except for rounding that depends on the batch. The cache is therefore
     * not a setting of a step.
     *
     * @param key identifies the encoder, so that only its own vectors are used
     */
    default EncoderSource cachedIn(EmbeddingCache cache, EmbeddingKey key) {
        return observer -> new CachedEncoder(open(observer), cache.open(key, observer::warning));
    }
}
