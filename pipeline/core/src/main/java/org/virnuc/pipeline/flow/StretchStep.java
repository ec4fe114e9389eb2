package org.virnuc.pipeline.flow;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.models.store.ModelPack;
import org.virnuc.pipeline.stages.EncoderLoad;
import org.virnuc.pipeline.stages.ScoredChunks;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.pipeline.stages.StretchScores;
import org.virnuc.pipeline.stages.StretchSelection;
import org.virnuc.pipeline.stages.StretchStage;
import org.virnuc.sequences.ScratchFolder;

/**
 * Scores stop-free stretches of chunks.
 *
 * @param selection which stretches are scored
 */
public record StretchStep(Stage<ScoredChunks, StretchScores> stage, StretchSelection selection) implements ExtraStep {

    static StretchStep of(StepModels models, ModelPack pack, StretchSelection selection) {
        return new StretchStep(
                new StretchStage(models.settings().model(pack), models.frames(pack), selection), selection);
    }

    @Override
    public List<StageId> stages() {
        return List.of(stage.id());
    }

    @Override
    public Optional<EncoderLoad> load(ChunkedFrames input, ScratchFolder scratch)
            throws IOException, InterruptedException {
        return Optional.of(StretchStage.load(input, selection, scratch));
    }

    @Override
    public List<String> estimateKey() {
        return List.of("fallback " + Fallback.STRETCHES.word());
    }

    @Override
    public ScoredArtifacts run(StageRunner runner, ScoredArtifacts scored) throws IOException, InterruptedException {
        return scored.adding(runner.run(stage, scored.byFrames()), ScoredChunks::with);
    }
}
