package org.virnuc.cli;

import java.io.PrintStream;
import org.virnuc.telemetry.progress.DisplayMode;
import org.virnuc.telemetry.progress.ProgressDisplay;
import picocli.CommandLine.Option;

/** The option that sets how a run shows its progress. */
@Section.Of(Section.TELEMETRY)
final class ProgressOption {
    @Option(
            names = "--progress",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, bar, lines or none, on standard error (default: ${DEFAULT-VALUE}).")
    private DisplayMode progress = DisplayMode.AUTO;

    /** Starts the progress display. */
    ProgressDisplay open(PrintStream out) {
        return ProgressDisplay.open(progress, out);
    }
}
