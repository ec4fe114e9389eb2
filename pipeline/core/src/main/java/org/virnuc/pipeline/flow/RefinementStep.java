package org.virnuc.pipeline.flow;

import java.io.IOException;
import java.util.List;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.models.store.ModelPack;
import org.virnuc.pipeline.stages.RefinementStage;
import org.virnuc.pipeline.stages.ScoredChunks;
import org.virnuc.pipeline.stages.WindowScores;

/** Scores windows around the boundaries of viral regions. */
public record RefinementStep(Stage<ScoredChunks, WindowScores> stage) implements ExtraStep {

    static RefinementStep of(StepModels models, ModelPack pack) {
        return new RefinementStep(new RefinementStage(models.settings().model(pack), models.frames(pack)));
    }

    @Override
    public List<StageId> stages() {
        return List.of(stage.id());
    }

    @Override
    public ScoredArtifacts run(StageRunner runner, ScoredArtifacts scored) throws IOException, InterruptedException {
        return scored.adding(runner.run(stage, scored.byFrames()), ScoredChunks::with);
    }
}
