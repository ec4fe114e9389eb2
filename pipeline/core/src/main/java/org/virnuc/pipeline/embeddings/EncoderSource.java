package org.virnuc.pipeline.embeddings;

import java.util.function.Supplier;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.SequenceEncoder;

/** Where the steps of a run get an encoder from. */
@FunctionalInterface
public interface EncoderSource {

    /**
     * An encoder for one step, which closes it.
     *
     * @param observer learns of the loading of weights, and is warned of a damaged cache
     */
    StepEncoder open(StageObserver observer);

    /** Encoders that {@code opening} loads, each when its first vector has to be computed. */
    static EncoderSource lazily(Supplier<SequenceEncoder> opening) {
        return observer -> new LazyEncoder(opening, observer);
    }

    /**
     * The encoders of this source behind a cache: they compute only what it lacks, and it keeps what they compute. A step finds the
     * same vectors either way, but for the rounding that the batch a vector was computed in makes; so a cache is no setting of a step.
     *
     * @param key names the encoder, whose vectors are the only ones that are taken
     */
    default EncoderSource cachedIn(EmbeddingCache cache, EmbeddingKey key) {
        return observer -> new CachedEncoder(open(observer), cache.open(key, observer::warning));
    }
}
