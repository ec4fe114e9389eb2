package org.virnuc.pipeline.flow;

import java.util.ArrayList;
import java.util.List;
import org.virnuc.models.store.ModelPack;
import org.virnuc.pipeline.stages.ChunkFeatureRows;
import org.virnuc.pipeline.stages.ChunkFeatureStage;

/** Adds one step to one run: features of chunks, from which a chunk head is fitted. */
public final class ChunkFeatureSteps implements ExtraSteps {
    private final ChunkFeatureStage.Chosen chosen;
    private final List<ChunkFeatureStep> made = new ArrayList<>();

    /** Creates the step for chosen chunks and features. */
    public ChunkFeatureSteps(ChunkFeatureStage.Chosen chosen) {
        this.chosen = chosen;
    }

    @Override
    public List<ExtraStep> of(StepModels models, ModelPack pack) {
        ChunkFeatureStep step = ChunkFeatureStep.of(models, pack, chosen);
        made.add(step);
        return List.of(step);
    }

    /** What the run has written; it must have ended. */
    public ChunkFeatureRows rows() {
        return made.get(made.size() - 1).rows();
    }
}
