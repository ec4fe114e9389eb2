package org.virnuc.pipeline.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.DryRun;
import org.virnuc.pipeline.PipelineConfig;
import org.virnuc.pipeline.RunCosts;
import org.virnuc.pipeline.RunEstimate;
import org.virnuc.telemetry.progress.ProgressDisplay;
import picocli.CommandLine.Option;

/** Asking what a run would take. */
final class DryRunOption {
    @Option(
            names = "--dry-run",
            fallbackValue = "true",
            description = "Compute nothing but a few seconds of samples: say what a fresh run takes (chunks, frames,"
                    + " tokens, time, memory, cost) and write nothing. Reads the input once, also from -.")
    private boolean dryRun;

    boolean asked() {
        return dryRun;
    }

    /** The estimate as it is printed. */
    String text(PipelineConfig config, RunCosts.Plan costs, ProgressOption progress, FormatOption format)
            throws IOException, InterruptedException {
        PrintStream standardError = System.err;
        RunEstimate estimate = NothingKept.during("a dry run", () -> {
            try (ProgressDisplay display = progress.open(standardError)) {
                DryRun run = DryRun.of(
                        config,
                        new ModelStore(CacheFolder.writable()),
                        Objects.requireNonNull(costs.prices(), "the command line always has a price sheet"),
                        CacheFolder.estimates());
                return run.estimate(System.in, List.of(display));
            }
        });
        String text = format.json() ? EstimateText.json(estimate) : EstimateText.page(estimate);
        return RedactedLayout.redactor().text(text);
    }
}
