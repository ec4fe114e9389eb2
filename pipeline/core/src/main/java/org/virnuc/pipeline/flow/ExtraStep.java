package org.virnuc.pipeline.flow;

import java.io.IOException;
import java.util.List;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;

/**
 * What only some runs do, between prediction and consensus. The steps of a run stand in one list, {@link Stages#extra}, and run in its
 * order.
 */
public interface ExtraStep {

    /** The stages that it runs, in their order. */
    List<StageId> stages();

    /**
     * Runs what has not been run.
     *
     * @return the scores with what this step has found out
     * @throws InterruptedException where the run was cancelled; what is finished stays
     */
    Scored run(StageRunner runner, Scored scored) throws IOException, InterruptedException;
}
