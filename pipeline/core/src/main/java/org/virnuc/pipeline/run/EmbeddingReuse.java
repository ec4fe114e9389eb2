package org.virnuc.pipeline.run;

import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.flow.RunFeature;
import org.virnuc.pipeline.flow.StepModels;

/** Puts every encoder of a run behind a cache of vectors, in runs that have {@link RunRequest#embeddingCache}. */
record EmbeddingReuse(EmbeddingCache cache) implements RunFeature {

    @Override
    public StepModels around(StepModels models) {
        return models.cachedIn(cache);
    }
}
