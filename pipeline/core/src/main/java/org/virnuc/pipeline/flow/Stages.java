package org.virnuc.pipeline.flow;

import java.util.ArrayList;
import java.util.List;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.calling.confidence.TrainingDistribution;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.models.store.ModelPack;
import org.virnuc.pipeline.stages.ChunkingStage;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.ConsensusStage;
import org.virnuc.pipeline.stages.EmbeddingShards;
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
import org.virnuc.pipeline.stages.StretchSelection;
import org.virnuc.pipeline.stages.TranslationStage;
import org.virnuc.pipeline.stages.Verdicts;

/**
 * The stages of one run with their settings: the nine stages that every run has, and optional steps.
 *
 * @param extra optional steps, in the order in which they run between prediction and consensus
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

    /**
     * Creates the stages for a chunk length and a model, with the optional steps that {@code results} requires. The
     * first stage that needs the model opens it.
     */
    public static Stages of(int chunkLength, StepModels models, ModelPack pack, ResultOptions results) {
        ShardStages encoding = ShardStages.of(models, pack, results);
        Confidence confidence = results.judged()
                ? Confidence.judged(
                        results.confidence(),
                        models.chunkHead(pack),
                        chunkLength,
                        TrainingDistribution.of(pack, chunkLength))
                : Confidence.of(results.confidence(), pack, chunkLength);
        return of(
                        chunkLength,
                        encoding.dnabertS(),
                        encoding.esm2(),
                        new PredictionStage(
                                ModelSettings.head(pack.head()),
                                models.head(pack.head()),
                                TrainingDistribution.of(pack, chunkLength),
                                models.threads()),
                        new ConsensusStage(results, confidence, models.scoreError()))
                .with(extraSteps(models, pack, results));
    }

    /** Creates the nine stages without optional steps. The given stages are those that depend on a model. */
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

    /** The optional steps that {@code results} requires. */
    static List<ExtraStep> extraSteps(StepModels models, ModelPack pack, ResultOptions results) {
        List<ExtraStep> extra = new ArrayList<>();
        if (results.judged()) {
            extra.add(ChunkHeadStep.of(models, pack));
        }
        if (results.stretches()) {
            extra.add(StretchStep.of(models, pack, StretchSelection.DEFAULT));
        }
        if (results.dnaOnly()) {
            extra.add(DnaOnlyStep.of(models, pack));
        }
        if (results.confidence().refine()) {
            extra.add(RefinementStep.of(models, pack));
        }
        return extra;
    }

    /** Returns these stages with other optional steps. */
    public Stages with(List<ExtraStep> others) {
        return with(consensus, others);
    }

    /** Returns these stages with further optional steps after their own. */
    public Stages and(List<ExtraStep> others) {
        List<ExtraStep> all = new ArrayList<>(extra);
        all.addAll(others);
        return with(all);
    }

    /** Returns these stages up to prediction, followed by another consensus stage and other optional steps. */
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

    /** Whether an optional step runs this stage. */
    public boolean has(StageId id) {
        return extra.stream().anyMatch(step -> step.stages().contains(id));
    }
}
