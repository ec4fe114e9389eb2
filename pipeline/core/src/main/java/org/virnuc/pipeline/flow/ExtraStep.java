package org.virnuc.pipeline.flow;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.pipeline.stages.EncoderLoad;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.ScratchFolder;

/**
 * A feature with steps of its own, which run between prediction and consensus. Those of a run are listed in
 * {@link Stages#extra} and run in that order.
 */
public interface ExtraStep extends RunFeature {

    /** The stages that this step runs, in order. */
    List<StageId> stages();

    /**
     * What this step will give to the encoders, for an estimate before the run.
     *
     * @param scratch for temporary files
     * @return empty if it depends on the scores of the frames
     */
    default Optional<EncoderLoad> load(ChunkedFrames input, ScratchFolder scratch)
            throws IOException, InterruptedException {
        return Optional.empty();
    }

    /**
     * Runs the stages that have no finished output.
     *
     * @return the scores with the results of this step added
     * @throws InterruptedException if the run was cancelled; finished work is kept
     */
    ScoredArtifacts run(StageRunner runner, ScoredArtifacts scored) throws IOException, InterruptedException;
}
