package org.virnuc.pipeline.flow;

import java.util.ArrayList;
import java.util.List;
import org.virnuc.calling.AnswerOptions;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
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

/**
 * The nine stages of a run, with their settings, and the steps that only some runs have.
 *
 * @param extra run between prediction and consensus, in this order
 */
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
        List<ExtraStep> extra) {

    public Stages {
        extra = List.copyOf(extra);
    }

    /** The stages for a chunk length and a model; models are opened by the first stage that needs them. */
    public static Stages of(
            int chunkLength, ModelStore store, ModelPack pack, EncoderOptions options, AnswerOptions answers) {
        return of(chunkLength, StepModels.of(store, options), pack, answers);
    }

    /** The stages for a chunk length and a model, and the steps that {@code answers} need. */
    public static Stages of(int chunkLength, StepModels models, ModelPack pack, AnswerOptions answers) {
        ModelSettings settings = models.settings();
        Confidence confidence = Confidence.of(answers.confidence(), pack, chunkLength);
        return of(
                        chunkLength,
                        new EmbeddingStage(StageId.DNABERT_S, settings.encoder(pack.dna()), models.dna(pack)),
                        new EmbeddingStage(StageId.ESM_2, settings.encoder(pack.protein()), models.protein(pack)),
                        new PredictionStage(
                                ModelSettings.head(pack.head()),
                                models.head(pack.head()),
                                confidence.distribution(),
                                models.threads()),
                        new ConsensusStage(answers, confidence, models.scoreError(pack)))
                .with(extraSteps(models, pack, answers));
    }

    /** The nine stages, of which those given depend on a model; without extra steps. */
    public static Stages of(
            int chunkLength,
            Stage<SequenceShards, EmbeddingShards> dnabertS,
            Stage<SequenceShards, EmbeddingShards> esm2,
            Stage<FeatureShards, FrameScores> prediction,
            Stage<ScoredChunks, Verdicts> consensus) {
        return new Stages(
                new ChunkingStage(chunkLength),
                new TranslationStage(),
                new SplittingStage(StageId.NUCLEOTIDE_SPLITTING),
                new SplittingStage(StageId.PROTEIN_SPLITTING),
                dnabertS,
                esm2,
                new MergingStage(),
                prediction,
                consensus,
                List.of());
    }

    /** The steps that answers need besides the nine stages. */
    static List<ExtraStep> extraSteps(StepModels models, ModelPack pack, AnswerOptions answers) {
        List<ExtraStep> extra = new ArrayList<>();
        if (answers.dnaOnly()) {
            extra.add(DnaOnlyStep.of(models, pack));
        }
        if (answers.confidence().refine()) {
            extra.add(RefinementStep.of(models, pack));
        }
        return extra;
    }

    /** These stages with other steps besides. */
    public Stages with(List<ExtraStep> others) {
        return with(consensus, others);
    }

    /** These stages up to prediction; verdicts and steps are others. */
    public Stages with(Stage<ScoredChunks, Verdicts> other, List<ExtraStep> others) {
        return new Stages(
                chunking,
                translation,
                nucleotideSplitting,
                proteinSplitting,
                dnabertS,
                esm2,
                merging,
                prediction,
                other,
                others);
    }

    /** Whether a step runs that stage. */
    public boolean has(StageId id) {
        return extra.stream().anyMatch(step -> step.stages().contains(id));
    }
}
