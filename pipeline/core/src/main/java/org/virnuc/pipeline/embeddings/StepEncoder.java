package org.virnuc.pipeline.embeddings;

import java.util.Optional;
import org.virnuc.models.SequenceEncoder;

/** An encoder for one step of a run. Its weights are loaded when the first vector has to be computed. */
public interface StepEncoder extends SequenceEncoder {

    /** The cache's hits and misses so far. Empty for an encoder without a cache. */
    default Optional<CacheUse> cacheUse() {
        return Optional.empty();
    }
}
