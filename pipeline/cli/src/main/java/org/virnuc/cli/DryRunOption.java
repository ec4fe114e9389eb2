package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.estimate.DryRun;
import org.virnuc.pipeline.estimate.RunEstimate;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.samples.Sample;
import org.virnuc.telemetry.progress.ProgressDisplay;
import picocli.CommandLine.Option;

/** The option that requests an estimate instead of a run. */
@Section.Of(Section.COST)
final class DryRunOption {
    @Option(
            names = {"-n", "--dry-run"},
            fallbackValue = "true",
            description = "Compute nothing but a few seconds of samples: say what a fresh run takes (chunks, frames,"
                    + " tokens, time, memory, cost) and write nothing. Reads the input once, also from -.")
    private boolean dryRun;

    boolean asked() {
        return dryRun;
    }

    /** The printed estimate, including one for each of {@code samples}, whose files together are the inputs. */
    String text(
            RunRequest config,
            List<Sample> samples,
            RunCosts.Budget costs,
            MessageOptions messages,
            FormatOption format)
            throws IOException, InterruptedException {
        return text(config, samples, List.of(), costs, messages, format);
    }

    /**
     * The printed estimate of a request that is only the first part of a command.
     *
     * @param further stages that follow and are not estimated
     */
    String text(
            RunRequest config,
            List<Sample> samples,
            List<StageId> further,
            RunCosts.Budget costs,
            MessageOptions messages,
            FormatOption format)
            throws IOException, InterruptedException {
        PrintStream standardError = System.err;
        Map<String, RunEstimate> bySample = new LinkedHashMap<>();
        RunEstimate estimate = UnresumableException.during("a dry run", () -> {
            try (ProgressDisplay display = messages.open(standardError)) {
                DryRun run = DryRun.of(
                        config,
                        samples,
                        new ModelStore(CacheFolder.writable()),
                        Objects.requireNonNull(costs.prices(), "the command line always has a price sheet"),
                        CacheFolder.estimates());
                return run.further(further)
                        .listener((sample, each) -> bySample.put(sample.name(), each))
                        .estimate(System.in, List.of(display));
            }
        });
        EstimateText text = new EstimateText(estimate, bySample, RedactedLayout.redactor());
        return format.json() ? text.json() : text.page();
    }
}
