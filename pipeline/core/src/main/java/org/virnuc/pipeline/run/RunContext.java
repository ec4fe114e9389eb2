package org.virnuc.pipeline.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.flow.ExtraSteps;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.redact.Redactor;

/**
 * The environment of a run in its process: its identity, the source of its models, and the values that reports must not
 * show.
 *
 * @param info identity that is written into every file of the run
 * @param store finds models by name
 * @param models opens models; either the store, or a pool that keeps them open for other runs
 * @param redactor removes sensitive values from telemetry and {@code run.json}
 * @param standardInput content of the input {@code -}
 * @param estimates estimates of dry runs, to compare the run with
 * @param logName name of the program's log file in the run directory, if it writes one
 * @param opened called with the run directory once it is locked, before anything is computed
 * @param steps steps that this process adds to those of the request, before consensus
 * @param given work that was done elsewhere
 */
public record RunContext(
        RunInfo info,
        ModelStore store,
        ModelOpener models,
        Redactor redactor,
        InputStream standardInput,
        Optional<EstimateStore> estimates,
        Optional<String> logName,
        DirectoryListener opened,
        ExtraSteps steps,
        Optional<GivenWork> given) {

    /** Receives the run directory. */
    @FunctionalInterface
    public interface DirectoryListener {
        void opened(Path directory) throws IOException;
    }

    /** Creates a context for a run that opens its own models, has no standard input and redacts nothing. */
    public static RunContext of(RunInfo info, ModelStore store) {
        return new RunContext(
                info,
                store,
                store,
                Redactor.off(),
                InputStream.nullInputStream(),
                Optional.empty(),
                Optional.empty(),
                directory -> {},
                ExtraSteps.NONE,
                Optional.empty());
    }

    /** Returns this context with models opened by {@code opener}. */
    public RunContext models(ModelOpener opener) {
        return new RunContext(info, store, opener, redactor, standardInput, estimates, logName, opened, steps, given);
    }

    /** Returns this context with another redactor. */
    public RunContext redactor(Redactor hides) {
        return new RunContext(info, store, models, hides, standardInput, estimates, logName, opened, steps, given);
    }

    /** Returns this context with content for the input {@code -}. */
    public RunContext standardInput(InputStream in) {
        return new RunContext(info, store, models, redactor, in, estimates, logName, opened, steps, given);
    }

    /** Returns this context with estimates to compare the run with. */
    public RunContext estimates(EstimateStore kept) {
        return new RunContext(
                info, store, models, redactor, standardInput, Optional.of(kept), logName, opened, steps, given);
    }

    /** Returns this context for a program whose log in the run directory has this name. */
    public RunContext logName(String name) {
        return new RunContext(
                info, store, models, redactor, standardInput, estimates, Optional.of(name), opened, steps, given);
    }

    /** Returns this context with a listener for the run directory. */
    public RunContext opened(DirectoryListener listener) {
        return new RunContext(info, store, models, redactor, standardInput, estimates, logName, listener, steps, given);
    }

    /** Returns this context with steps added to those that a request asks for. */
    public RunContext steps(ExtraSteps more) {
        return new RunContext(info, store, models, redactor, standardInput, estimates, logName, opened, more, given);
    }

    /** Returns this context with work that was done elsewhere. */
    public RunContext given(GivenWork work) {
        return new RunContext(
                info, store, models, redactor, standardInput, estimates, logName, opened, steps, Optional.of(work));
    }
}
