package org.virnuc.pipeline.flow;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.ScoreError;
import org.virnuc.calling.ScoreErrors;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.ModelException;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.embeddings.EmbeddingKey;
import org.virnuc.pipeline.embeddings.EncoderSource;
import org.virnuc.pipeline.stages.FrameModels;

/** Gives the steps of a run their encoders and heads, which are opened by the first step that has to compute something. */
public final class StepModels {
    private final ModelStore store;
    private final EncoderOptions options;
    private final ModelOpener opener;
    private final @Nullable EmbeddingCache cache;

    private StepModels(ModelStore store, EncoderOptions options, ModelOpener opener, @Nullable EmbeddingCache cache) {
        this.store = store;
        this.options = options;
        this.opener = opener;
        this.cache = cache;
    }

    /** Models that a store opens. */
    public static StepModels of(ModelStore store, EncoderOptions options) {
        return new StepModels(store, options, store, null);
    }

    /** These models, opened by somebody who may keep them open for other runs. */
    public StepModels openedBy(ModelOpener other) {
        return new StepModels(store, options, other, cache);
    }

    /** These models with every encoder behind a cache; null is none. */
    public StepModels cachedIn(@Nullable EmbeddingCache other) {
        return new StepModels(store, options, opener, other);
    }

    EncoderSource dna(ModelPack pack) {
        return source(pack.dna(), () -> opener.openEncoder(pack.dna(), options));
    }

    EncoderSource protein(ModelPack pack) {
        return source(pack.protein(), () -> opener.openEncoder(pack.protein(), options));
    }

    private EncoderSource source(ModelPart part, Supplier<SequenceEncoder> opening) {
        EncoderSource source = EncoderSource.lazily(opening);
        return cache == null
                ? source
                : source.cachedIn(cache, new EmbeddingKey(store.vectors(part, options), part.dimension()));
    }

    Supplier<FrameClassifier> head(ModelPart head) {
        return () -> opener.openHead(head, options);
    }

    /** Everything that scores frames. */
    FrameModels frames(ModelPack pack) {
        return new FrameModels(dna(pack), protein(pack), head(pack.head()));
    }

    /**
     * The head that scores chunks from their DNA alone.
     *
     * @throws ModelException where the model has none
     */
    ModelPart dnaHead(ModelPack pack) {
        return store.dnaHead(pack)
                .orElseThrow(
                        () -> new ModelException("`fallback` dna needs a head for DNA alone, and model " + pack.id()
                                + " has none: there is no dna-head.safetensors beside "
                                + pack.head().path()
                                + "; leave `fallback` out, or put one there"));
    }

    ModelSettings settings() {
        return new ModelSettings(store, options);
    }

    /** How far scores of a model in this precision may be from those in fp32, where that was measured. */
    Optional<ScoreError> scoreError(ModelPack pack) {
        return ScoreErrors.in(store.cacheFolder())
                .find(pack, store.precision(options).word());
    }

    /** Threads that were asked for; 0 is as many as there are cores. */
    int threads() {
        return options.threads();
    }
}
