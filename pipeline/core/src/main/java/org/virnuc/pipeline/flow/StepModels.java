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

/** Supplies the encoders and heads of a run's steps. Each is opened by the first step that has to compute something. */
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

    /** Creates models that are opened by a store. */
    public static StepModels of(ModelStore store, EncoderOptions options) {
        return new StepModels(store, options, store, null);
    }

    /** Returns these models with another opener, which may keep them open for other runs. */
    public StepModels openedBy(ModelOpener other) {
        return new StepModels(store, options, other, cache);
    }

    /** Returns these models with every encoder behind a cache; null for no cache. */
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

    /** The models that score frames. */
    FrameModels frames(ModelPack pack) {
        return new FrameModels(dna(pack), protein(pack), head(pack.head()));
    }

    /**
     * The head that scores chunks from DNA alone.
     *
     * @throws ModelException if the model has none
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

    /** The measured difference between scores in this model's precision and in fp32. Empty if it was not measured. */
    Optional<ScoreError> scoreError(ModelPack pack) {
        return ScoreErrors.in(store.cacheFolder())
                .find(pack, store.precision(options).word());
    }

    /** The requested number of threads; 0 means one per core. */
    int threads() {
        return options.threads();
    }
}
