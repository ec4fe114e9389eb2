package org.virnuc.pipeline.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.stages.InputFiles;

/** Does a part of a run in a directory of its own: resumable, measured and paid like a run, without result files. */
public final class PartialRun {
    private PartialRun() {}

    /** The part to do. */
    @FunctionalInterface
    public interface Part<T> {
        T run(Scene scene) throws IOException, InterruptedException;
    }

    /**
     * Where a part is done.
     *
     * @param directory the locked directory
     * @param runner runs stages that have no finished output in the directory
     * @param stages the stages of the whole run
     * @param inputs reads the inputs of the request
     */
    public record Scene(RunDirectory directory, StageRunner runner, Stages stages, InputSource inputs) {}

    /** Reads inputs once. */
    @FunctionalInterface
    public interface InputSource {
        Inputs take() throws IOException;
    }

    /** Inputs that were read, and the FASTA file that CRAM reads are stored against. */
    public record Inputs(List<InputSpool.Entry> files, Optional<InputSpool.Entry> reference) {

        /** The input of chunking. If {@code strict}, a truncated file is an error. */
        public Artifact<InputFiles> artifact(boolean strict) {
            return InputSpool.artifact(files, reference, strict);
        }
    }

    /**
     * Does a part of a run in the directory of the plan's request.
     *
     * @throws InterruptedException if the run was cancelled; finished work is kept
     */
    public static <T> T run(RunPlan plan, RunContext context, Part<T> part) throws IOException, InterruptedException {
        try (RunSession session = RunSession.open(plan, context)) {
            try {
                return session.run(part);
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                session.fail(e);
                throw e;
            }
        }
    }
}
