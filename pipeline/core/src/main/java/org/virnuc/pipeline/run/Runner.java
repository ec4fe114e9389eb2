package org.virnuc.pipeline.run;

import java.io.IOException;

/** Runs a request, as {@code virnuc::run} does. */
@FunctionalInterface
public interface Runner {
    /**
     * Runs the stages that have no finished output.
     *
     * @throws InterruptedException if the run was cancelled
     */
    RunResult run(RunRequest request) throws IOException, InterruptedException;
}
