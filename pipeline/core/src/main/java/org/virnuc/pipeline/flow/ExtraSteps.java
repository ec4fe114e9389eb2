package org.virnuc.pipeline.flow;

import java.util.List;
import org.virnuc.models.store.ModelPack;

/** Makes steps that a process adds to those of a request. */
@FunctionalInterface
public interface ExtraSteps {
    /** No step. */
    ExtraSteps NONE = (models, pack) -> List.of();

    /** The steps, for a run with these models. */
    List<ExtraStep> of(StepModels models, ModelPack pack);
}
