package org.virnuc.cli;

import picocli.CommandLine.Option;

/** The option that sets the format of results on standard output. */
@Section.Of(Section.OUTPUT)
final class FormatOption {
    /** The output formats. */
    enum Format {
        TEXT,
        JSON
    }

    @Option(
            names = "--output-format",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "text or json, on standard output (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    boolean json() {
        return format == Format.JSON;
    }
}
