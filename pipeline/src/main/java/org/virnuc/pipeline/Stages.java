package org.virnuc.pipeline;

import java.util.List;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.calls.AnswerOptions;
import org.virnuc.pipeline.stages.ChunkingStage;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.ConsensusStage;
import org.virnuc.pipeline.stages.EmbeddingShards;
import org.virnuc.pipeline.stages.EmbeddingStage;
import org.virnuc.pipeline.stages.Embeddings;
import org.virnuc.pipeline.stages.FeatureShards;
import org.virnuc.pipeline.stages.FrameScores;
import org.virnuc.pipeline.stages.Frames;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.MergingStage;
import org.virnuc.pipeline.stages.PredictionStage;
import org.virnuc.pipeline.stages.ScoredChunks;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.pipeline.stages.SplittingStage;
import org.virnuc.pipeline.stages.TranslationStage;
import org.virnuc.pipeline.stages.Verdicts;

/** The nine stages of a run, with their settings. */
public record Stages(
        Stage<InputFiles, Chunks> chunking,
        Stage<Chunks, Frames> translation,
        Stage<Frames, SequenceShards> nucleotideSplitting,
        Stage<Frames, SequenceShards> proteinSplitting,
        Stage<SequenceShards, EmbeddingShards> dnabertS,
        Stage<SequenceShards, EmbeddingShards> esm2,
        Stage<Embeddings, FeatureShards> merging,
        Stage<FeatureShards, FrameScores> prediction,
        Stage<ScoredChunks, Verdicts> consensus) {

    /** The stages for a chunk length and a model; models are opened by the first stage that needs them. */
    public static Stages of(
            int chunkLength, ModelStore store, ModelPack pack, EncoderOptions options, AnswerOptions answers) {
        return of(chunkLength, store, store, pack, options, answers);
    }

    /** The same, with models that {@code models} opens. */
    static Stages of(
            int chunkLength,
            ModelStore store,
            ModelOpener models,
            ModelPack pack,
            EncoderOptions options,
            AnswerOptions answers) {
        return new Stages(
                new ChunkingStage(chunkLength),
                new TranslationStage(),
                new SplittingStage(StageId.NUCLEOTIDE_SPLITTING),
                new SplittingStage(StageId.PROTEIN_SPLITTING),
                new EmbeddingStage(
                        StageId.DNABERT_S,
                        settings(pack.dna(), store, options),
                        () -> models.openDna(pack.dna(), options)),
                new EmbeddingStage(
                        StageId.ESM_2,
                        settings(pack.protein(), store, options),
                        () -> models.openProtein(pack.protein(), options)),
                new MergingStage(),
                new PredictionStage(
                        new Setting("head", pack.head().sha256(), "the head's weights make the scores"),
                        () -> models.openHead(pack.head(), options)),
                new ConsensusStage(answers));
    }

    private static List<Setting> settings(ModelPart part, ModelStore store, EncoderOptions options) {
        return List.of(
                new Setting("model", part.sha256(), "the encoder's weights and tokenizer make the vectors"),
                new Setting("precision", store.precision(options).word(), "lower precisions round the vectors"));
    }
}
