package org.virnuc.training;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.pipeline.flow.ExtraStep;
import org.virnuc.pipeline.flow.ScoredArtifacts;

/** Trains a head within a run, after its features are there; the run's own scores do not change. */
final class HeadTrainingStep implements ExtraStep {
    private final HeadTrainingStage stage;
    private Optional<TrainedHead> trained = Optional.empty();

    HeadTrainingStep(HeadTrainingStage stage) {
        this.stage = stage;
    }

    @Override
    public List<StageId> stages() {
        return List.of(stage.id());
    }

    @Override
    public ScoredArtifacts run(StageRunner runner, ScoredArtifacts scored) throws IOException, InterruptedException {
        var input = scored.chunked().with(scored.features(), HeadTrainingStage.Input::new);
        trained = Optional.of(runner.run(stage, input).value());
        return scored;
    }

    /** What the run has trained; the run must have ended. */
    TrainedHead trained() {
        return trained.orElseThrow(() -> new IllegalStateException("no head was trained"));
    }
}
