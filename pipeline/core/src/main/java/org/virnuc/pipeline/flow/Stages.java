package org.virnuc.pipeline.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.AnswerOptions;
import org.virnuc.calling.ScoreErrors;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.ModelException;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.embeddings.EncoderSpace;
import org.virnuc.pipeline.stages.ChunkingStage;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.ConsensusStage;
import org.virnuc.pipeline.stages.DnaOnlyScores;
import org.virnuc.pipeline.stages.DnaOnlyStage;
import org.virnuc.pipeline.stages.EmbeddingShards;
import org.virnuc.pipeline.stages.EmbeddingStage;
import org.virnuc.pipeline.stages.Embeddings;
import org.virnuc.pipeline.stages.FeatureShards;
import org.virnuc.pipeline.stages.FrameModels;
import org.virnuc.pipeline.stages.FrameScores;
import org.virnuc.pipeline.stages.Frames;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.MergingStage;
import org.virnuc.pipeline.stages.PredictionStage;
import org.virnuc.pipeline.stages.RefinementStage;
import org.virnuc.pipeline.stages.ScoredChunks;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.pipeline.stages.SplittingStage;
import org.virnuc.pipeline.stages.TranslationStage;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.pipeline.stages.WindowScores;

/** The nine stages of a run, with their settings, and the steps that only some runs have. */
public record Stages(
        Stage<InputFiles, Chunks> chunking,
        Stage<Chunks, Frames> translation,
        Stage<Frames, SequenceShards> nucleotideSplitting,
        Stage<Frames, SequenceShards> proteinSplitting,
        Stage<SequenceShards, EmbeddingShards> dnabertS,
        Stage<SequenceShards, EmbeddingShards> esm2,
        Stage<Embeddings, FeatureShards> merging,
        Stage<FeatureShards, FrameScores> prediction,
        Stage<ScoredChunks, Verdicts> consensus,
        Optional<Stage<ChunkedFrames, DnaOnlyScores>> dnaOnly,
        Optional<Stage<ScoredChunks, WindowScores>> refinement,
        Optional<Cascade> cascade) {

    /** The stages for a chunk length and a model; models are opened by the first stage that needs them. */
    public static Stages of(
            int chunkLength, ModelStore store, ModelPack pack, EncoderOptions options, AnswerOptions answers) {
        return of(chunkLength, store, store, pack, options, answers, null);
    }

    /**
     * The same, with models that {@code models} opens.
     *
     * @param cache where encoders look for vectors first; null is nowhere
     */
    public static Stages of(
            int chunkLength,
            ModelStore store,
            ModelOpener models,
            ModelPack pack,
            EncoderOptions options,
            AnswerOptions answers,
            @Nullable EmbeddingCache cache) {
        Confidence confidence = Confidence.of(answers.confidence(), pack, chunkLength);
        return new Stages(
                new ChunkingStage(chunkLength),
                new TranslationStage(),
                new SplittingStage(StageId.NUCLEOTIDE_SPLITTING),
                new SplittingStage(StageId.PROTEIN_SPLITTING),
                new EmbeddingStage(
                        StageId.DNABERT_S,
                        settings(pack.dna(), store, options),
                        () -> models.openEncoder(pack.dna(), options),
                        reuse(pack.dna(), store, options, cache)),
                new EmbeddingStage(
                        StageId.ESM_2,
                        settings(pack.protein(), store, options),
                        () -> models.openEncoder(pack.protein(), options),
                        reuse(pack.protein(), store, options, cache)),
                new MergingStage(),
                new PredictionStage(
                        new Setting("head", pack.head().sha256(), "the head's weights make the scores"),
                        () -> models.openHead(pack.head(), options),
                        confidence.distribution(),
                        options.threads()),
                new ConsensusStage(
                        answers,
                        confidence,
                        ScoreErrors.in(store.cacheFolder())
                                .find(pack, store.precision(options).word())),
                answers.dnaOnly() ? Optional.of(dnaOnly(store, models, pack, options)) : Optional.empty(),
                answers.confidence().refine()
                        ? Optional.of(refinement(store, models, pack, options))
                        : Optional.empty(),
                Optional.empty());
    }

    private static Stage<ScoredChunks, WindowScores> refinement(
            ModelStore store, ModelOpener models, ModelPack pack, EncoderOptions options) {
        List<Setting> settings = new ArrayList<>(List.of(
                new Setting("dna", pack.dna().sha256(), "the encoder's weights and tokenizer make the vectors"),
                new Setting("protein", pack.protein().sha256(), "likewise"),
                new Setting("head", pack.head().sha256(), "the head's weights make the scores"),
                precision(store, options)));
        addThreads(settings, "dna-operator-threads", pack.dna(), store, options);
        addThreads(settings, "protein-operator-threads", pack.protein(), store, options);
        return new RefinementStage(
                settings,
                new FrameModels(
                        () -> models.openEncoder(pack.dna(), options),
                        () -> models.openEncoder(pack.protein(), options),
                        () -> models.openHead(pack.head(), options)));
    }

    private static Stage<ChunkedFrames, DnaOnlyScores> dnaOnly(
            ModelStore store, ModelOpener models, ModelPack pack, EncoderOptions options) {
        ModelPart head = store.dnaHead(pack)
                .orElseThrow(
                        () -> new ModelException("--fallback dna needs a head for DNA alone, and model " + pack.id()
                                + " has none: there is no dna-head.safetensors beside "
                                + pack.head().path()
                                + "; leave --fallback out, or put one there"));
        List<Setting> settings = settings(pack.dna(), store, options);
        settings.add(new Setting("head", head.sha256(), "the head's weights make the scores"));
        return new DnaOnlyStage(
                settings, () -> models.openEncoder(pack.dna(), options), () -> models.openHead(head, options));
    }

    private static List<Setting> settings(ModelPart part, ModelStore store, EncoderOptions options) {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting("model", part.sha256(), "the encoder's weights and tokenizer make the vectors"));
        settings.add(precision(store, options));
        addThreads(settings, "operator-threads", part, store, options);
        return settings;
    }

    private static Setting precision(ModelStore store, EncoderOptions options) {
        return new Setting("precision", store.rounding(options), "lower precisions round the vectors");
    }

    /** Only where there are several, as this machine was measured to be faster with. */
    static void addThreads(
            List<Setting> settings, String name, ModelPart part, ModelStore store, EncoderOptions options) {
        int threads = store.operatorThreads(part, options);
        if (threads > 1) {
            settings.add(new Setting(
                    name, Integer.toString(threads), "threads that share a sum may touch the last digits of vectors"));
        }
    }

    static EmbeddingStage.@Nullable Reuse reuse(
            ModelPart part, ModelStore store, EncoderOptions options, @Nullable EmbeddingCache cache) {
        return cache == null
                ? null
                : new EmbeddingStage.Reuse(cache, new EncoderSpace(store.vectors(part, options), part.dimension()));
    }
}
