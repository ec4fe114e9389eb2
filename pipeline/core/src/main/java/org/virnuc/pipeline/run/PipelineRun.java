package org.virnuc.pipeline.run;

import java.io.IOException;

/** Runs the pipeline in a run directory, from the given inputs to the result files. */
public final class PipelineRun {
    private final RunContext context;

    /** Creates a run in {@code context}. */
    public PipelineRun(RunContext context) {
        this.context = context;
    }

    /**
     * Runs the stages that have no finished output and writes the result files.
     *
     * @throws InterruptedException if the run was cancelled; finished work is kept
     */
    public RunResult run(RunRequest request) throws IOException, InterruptedException {
        NamedFiles files = new NamedFiles();
        RunPlaces.add(files, request, context.logName());
        files.check();
        RunPlan plan = context.given().isPresent()
                ? RunPlan.read(request, context.store())
                : RunPlan.of(request, context.store());
        try (RunSession session = RunSession.open(plan, context)) {
            try {
                return session.finish(session.classify());
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                session.fail(e);
                throw e;
            }
        }
    }
}
