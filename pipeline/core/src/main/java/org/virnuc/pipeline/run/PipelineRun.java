package org.virnuc.pipeline.run;

import java.io.IOException;

/** One run of the pipeline in its directory, from the inputs as given to the result files at the top. */
public final class PipelineRun {
    private final RunContext context;

    /** A run in {@code context}. */
    public PipelineRun(RunContext context) {
        this.context = context;
    }

    /**
     * Runs what has not been run, and writes the result files.
     *
     * @throws InterruptedException where the run was cancelled; what is finished stays
     */
    public RunResult run(RunRequest request) throws IOException, InterruptedException {
        NamedFiles files = new NamedFiles();
        RunPlaces.add(files, request, context.logName());
        files.check();
        RunPlan plan = RunPlan.of(request, context.store());
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
