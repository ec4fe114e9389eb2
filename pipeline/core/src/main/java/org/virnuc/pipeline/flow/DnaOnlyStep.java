package org.virnuc.pipeline.flow;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.pipeline.stages.DnaOnlyScores;
import org.virnuc.pipeline.stages.DnaOnlyStage;
import org.virnuc.pipeline.stages.EncoderLoad;
import org.virnuc.pipeline.stages.ScoredChunks;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.ScratchFolder;

/** Scores chunks without an open reading frame from their DNA alone. */
public record DnaOnlyStep(Stage<ChunkedFrames, DnaOnlyScores> stage) implements ExtraStep {

    static DnaOnlyStep of(StepModels models, ModelPack pack) {
        ModelPart head = models.dnaHead(pack);
        return new DnaOnlyStep(
                new DnaOnlyStage(models.settings().encoder(pack.dna(), head), models.dna(pack), models.head(head)));
    }

    @Override
    public List<StageId> stages() {
        return List.of(stage.id());
    }

    @Override
    public Optional<EncoderLoad> load(ChunkedFrames input, ScratchFolder scratch) throws IOException {
        return Optional.of(DnaOnlyStage.load(input));
    }

    @Override
    public List<String> estimateKey() {
        return List.of("fallback " + Fallback.DNA.word());
    }

    @Override
    public ScoredArtifacts run(StageRunner runner, ScoredArtifacts scored) throws IOException, InterruptedException {
        return scored.adding(runner.run(stage, scored.chunked()), ScoredChunks::with);
    }
}
