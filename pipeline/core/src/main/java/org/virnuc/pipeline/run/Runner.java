package org.virnuc.pipeline.run;

import java.io.IOException;

/** Carries out a request, as {@code virnuc::run} does. */
@FunctionalInterface
public interface Runner {
    /**
     * Runs what has not been run.
     *
     * @throws InterruptedException where the run was cancelled
     */
    RunResult run(RunRequest request) throws IOException, InterruptedException;
}
