package org.virnuc.pipeline.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelStore;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.redact.Redactor;

/**
 * What surrounds a run in its process: its identity, where its models come from, and what reports must not show.
 *
 * @param info identifies the run in every file that it writes
 * @param store knows models by name and where they are kept
 * @param models opens them; the store itself, or a pool that keeps them open for other runs
 * @param redactor what is sensitive stays out of telemetry and {@code run.json}
 * @param standardInput what the input {@code -} reads
 * @param estimates of dry runs, with which a run is compared
 * @param logName the log file that the program writes into the run directory, where it writes one
 * @param opened called with the run directory once it is held, before anything is computed
 */
public record RunContext(
        RunInfo info,
        ModelStore store,
        ModelOpener models,
        Redactor redactor,
        InputStream standardInput,
        Optional<EstimateStore> estimates,
        Optional<String> logName,
        DirectoryListener opened) {

    /** Learns where a run writes. */
    @FunctionalInterface
    public interface DirectoryListener {
        void opened(Path directory) throws IOException;
    }

    /** A run that opens its own models, reads no standard input and hides nothing. */
    public static RunContext of(RunInfo info, ModelStore store) {
        return new RunContext(
                info,
                store,
                store,
                Redactor.off(),
                InputStream.nullInputStream(),
                Optional.empty(),
                Optional.empty(),
                directory -> {});
    }

    /** This context, with models that {@code opener} opens. */
    public RunContext models(ModelOpener opener) {
        return new RunContext(info, store, opener, redactor, standardInput, estimates, logName, opened);
    }

    /** This context, in which {@code hides} says what is sensitive. */
    public RunContext redactor(Redactor hides) {
        return new RunContext(info, store, models, hides, standardInput, estimates, logName, opened);
    }

    /** This context, with an input for {@code -}. */
    public RunContext standardInput(InputStream in) {
        return new RunContext(info, store, models, redactor, in, estimates, logName, opened);
    }

    /** This context, with estimates to compare with. */
    public RunContext estimates(EstimateStore kept) {
        return new RunContext(info, store, models, redactor, standardInput, Optional.of(kept), logName, opened);
    }

    /** This context, of a program that writes a log of that name into the run directory. */
    public RunContext logName(String name) {
        return new RunContext(info, store, models, redactor, standardInput, estimates, Optional.of(name), opened);
    }

    /** This context, with somebody who learns where the run writes. */
    public RunContext opened(DirectoryListener listener) {
        return new RunContext(info, store, models, redactor, standardInput, estimates, logName, listener);
    }
}
