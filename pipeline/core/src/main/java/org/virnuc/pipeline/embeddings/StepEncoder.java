package org.virnuc.pipeline.embeddings;

import java.util.Optional;
import org.virnuc.models.SequenceEncoder;

/** An encoder of one step of a run: its weights are loaded when the first vector has to be computed. */
public interface StepEncoder extends SequenceEncoder {

    /** What a cache has given and lacked so far; empty where vectors come from no cache. */
    default Optional<CacheUse> cacheUse() {
        return Optional.empty();
    }
}
