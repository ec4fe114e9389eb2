package org.virnuc.cli;

import java.io.PrintStream;
import org.virnuc.engine.UsageException;
import org.virnuc.telemetry.progress.DisplayMode;
import org.virnuc.telemetry.progress.ProgressDisplay;
import picocli.CommandLine.Option;

/** Options about what a run shows on standard error. */
@Section.Of(Section.TELEMETRY)
final class MessageOptions {
    @Option(
            names = "--progress",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, bar, lines or none, on standard error (default: ${DEFAULT-VALUE}).")
    private DisplayMode progress = DisplayMode.AUTO;

    @Option(
            names = {"-q", "--quiet"},
            fallbackValue = "true",
            description = "Show warnings and errors only. The results are in the run directory; --output-format json is"
                    + " still printed.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            fallbackValue = "true",
            description =
                    "Also show the table of stages, bottlenecks, throughput and costs, which is always in virnuc.log"
                            + " and telemetry.md.")
    private boolean verbose;

    /** Applies the options to the log on standard error, from now on. */
    void apply() {
        if (quiet && verbose) {
            throw new UsageException("--quiet and --verbose exclude each other; leave one of them out");
        }
        Logs.show(quiet ? Logs.Shown.PROBLEMS : verbose ? Logs.Shown.TABLES : Logs.Shown.MESSAGES);
    }

    /** Whether only warnings and errors are shown. */
    boolean quiet() {
        return quiet;
    }

    /** Starts the progress display, which makes way for messages of the log until it is closed. */
    ProgressDisplay open(PrintStream out) {
        ProgressDisplay display = ProgressDisplay.open(quiet ? DisplayMode.NONE : progress, out);
        Logs.beside(display);
        return display;
    }
}
