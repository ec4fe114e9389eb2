package org.virnuc.pipeline.flow;

import java.io.IOException;
import java.util.List;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;

/**
 * A feature with steps of its own, which run between prediction and consensus. Those of a run are listed in
 * {@link Stages#extra} and run in that order.
 */
public interface ExtraStep extends RunFeature {

    /** The stages that this step runs, in order. */
    @Override
    List<StageId> stages();

    /**
     * Runs the stages that have no finished output.
     *
     * @return the scores with the results of this step added
     * @throws InterruptedException if the run was cancelled; finished work is kept
     */
    ScoredArtifacts run(StageRunner runner, ScoredArtifacts scored) throws IOException, InterruptedException;
}
