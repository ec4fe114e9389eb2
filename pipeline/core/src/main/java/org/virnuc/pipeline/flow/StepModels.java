package org.virnuc.pipeline.flow;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.ScoreError;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.ModelException;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.embeddings.EmbeddingKey;
import org.virnuc.pipeline.embeddings.EncoderSource;
import org.virnuc.pipeline.stages.EvidenceModels;
import org.virnuc.pipeline.stages.FrameModels;

/** Supplies the encoders and heads of a run's steps. Each is opened by the first step that has to compute something. */
public final class StepModels {
    private final ModelStore store;
    private final ExecutionProfile profile;
    private final Optional<ScoreError> scoreError;
    private final ModelOpener opener;
    private final @Nullable EmbeddingCache cache;
    private final Map<ModelPack, ChunkHead> chunkHeads;

    private StepModels(
            ModelStore store,
            ExecutionProfile profile,
            Optional<ScoreError> scoreError,
            ModelOpener opener,
            @Nullable EmbeddingCache cache,
            Map<ModelPack, ChunkHead> chunkHeads) {
        this.store = store;
        this.profile = profile;
        this.scoreError = scoreError;
        this.opener = opener;
        this.cache = cache;
        this.chunkHeads = chunkHeads;
    }

    /** Creates models that a store opens and that compute as a profile says. */
    public static StepModels of(ModelStore store, ExecutionProfile profile) {
        return new StepModels(store, profile, Optional.empty(), store, null, new ConcurrentHashMap<>());
    }

    /** Returns these models with the measured difference between their scores and those in fp32. */
    public StepModels scoreError(Optional<ScoreError> measured) {
        return new StepModels(store, profile, measured, opener, cache, chunkHeads);
    }

    /** Returns these models with another opener, which may keep them open for other runs. */
    public StepModels openedBy(ModelOpener other) {
        return new StepModels(store, profile, scoreError, other, cache, chunkHeads);
    }

    /** Returns these models with every encoder behind a cache; null for no cache. */
    public StepModels cachedIn(@Nullable EmbeddingCache other) {
        return new StepModels(store, profile, scoreError, opener, other, chunkHeads);
    }

    EncoderSource dna(ModelPack pack) {
        return source(pack.dna(), () -> opener.openEncoder(pack.dna(), profile));
    }

    EncoderSource protein(ModelPack pack) {
        return source(pack.protein(), () -> opener.openEncoder(pack.protein(), profile));
    }

    private EncoderSource source(ModelPart part, Supplier<SequenceEncoder> opening) {
        EncoderSource source = EncoderSource.lazily(opening);
        return cache == null
                ? source
                : source.cachedIn(cache, new EmbeddingKey(store.vectors(part, profile), part.dimension()));
    }

    Supplier<FrameClassifier> head(ModelPart head) {
        return () -> opener.openHead(head, profile);
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

    /**
     * The models that say something of whole chunks.
     *
     * @throws ModelException if the model has no head for DNA alone
     */
    EvidenceModels evidence(ModelPack pack) {
        return new EvidenceModels(
                frames(pack),
                head(dnaHead(pack)),
                new EvidenceModels.Widths(pack.dna().dimension(), pack.protein().dimension()));
    }

    /** Whether encoders look for vectors in a cache first. */
    boolean cached() {
        return cache != null;
    }

    /**
     * The chunk head of a model. It is read once, so that every step has the same.
     *
     * @throws ModelException if the model has none
     */
    ChunkHead chunkHead(ModelPack pack) {
        return chunkHeads.computeIfAbsent(pack, of -> store.chunkHead(of)
                .orElseThrow(() -> new ModelException("`fallback` chunk-head needs a chunk head, and model " + pack.id()
                        + " has none: there is no chunk-head.json beside "
                        + pack.head().path() + "; leave `fallback` out, or put one there")));
    }

    ModelSettings settings() {
        return new ModelSettings(profile);
    }

    /** The measured difference between scores in the profile's precision and in fp32. Empty if it was not measured. */
    Optional<ScoreError> scoreError() {
        return scoreError;
    }

    /** The number of CPU threads. */
    int threads() {
        return profile.threads();
    }
}
