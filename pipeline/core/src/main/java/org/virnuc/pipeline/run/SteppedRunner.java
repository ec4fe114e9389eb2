package org.virnuc.pipeline.run;

import java.io.IOException;
import org.virnuc.pipeline.flow.ExtraSteps;

/** Runs a request with steps of the caller's own. */
@FunctionalInterface
public interface SteppedRunner {
    /**
     * Runs the stages that have no finished output.
     *
     * @param steps run before consensus
     * @throws InterruptedException if the run was cancelled
     */
    RunResult run(RunRequest request, ExtraSteps steps) throws IOException, InterruptedException;
}
