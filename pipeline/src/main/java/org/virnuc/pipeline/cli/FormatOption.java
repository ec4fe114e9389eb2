package org.virnuc.pipeline.cli;

import picocli.CommandLine.Option;

/** In which form a command that shows something of the past prints it. */
final class FormatOption {
    @Option(
            names = "--output-format",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private PredictCommand.OutputFormat format = PredictCommand.OutputFormat.TEXT;

    /** For programs. */
    boolean json() {
        return format == PredictCommand.OutputFormat.JSON;
    }
}
