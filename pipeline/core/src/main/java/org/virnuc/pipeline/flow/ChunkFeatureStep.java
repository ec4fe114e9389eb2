package org.virnuc.pipeline.flow;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.virnuc.engine.Setting;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.pipeline.stages.ChunkFeatureRows;
import org.virnuc.pipeline.stages.ChunkFeatureStage;
import org.virnuc.pipeline.stages.ChunkHeadStage;

/** Writes features of chunks, from which a chunk head is fitted; the run's own scores do not change. */
final class ChunkFeatureStep implements ExtraStep {
    private final ChunkFeatureStage stage;
    private Optional<ChunkFeatureRows> rows = Optional.empty();

    private ChunkFeatureStep(ChunkFeatureStage stage) {
        this.stage = stage;
    }

    /**
     * The step of a run with these models.
     *
     * @throws org.virnuc.models.ModelException if the model has no head for DNA alone
     */
    static ChunkFeatureStep of(StepModels models, ModelPack pack, ChunkFeatureStage.Chosen chosen) {
        ModelPart dnaHead = models.dnaHead(pack);
        List<Setting> settings = models.settings().model(pack);
        settings.add(new Setting("dna-head", dnaHead.sha256(), "the head's weights make the scores of whole chunks"));
        return new ChunkFeatureStep(new ChunkFeatureStage(settings, models.evidence(pack), chosen));
    }

    @Override
    public List<StageId> stages() {
        return List.of(stage.id());
    }

    @Override
    public ScoredArtifacts run(StageRunner runner, ScoredArtifacts scored) throws IOException, InterruptedException {
        var input = scored.chunked()
                .with(
                        scored.features(),
                        (chunked, features) -> new ChunkHeadStage.Input(chunked, features.embeddings()));
        rows = Optional.of(runner.run(stage, input).value());
        return scored;
    }

    /** What the run has written; the run must have ended. */
    ChunkFeatureRows rows() {
        return rows.orElseThrow(() -> new IllegalStateException("no features were written"));
    }
}
