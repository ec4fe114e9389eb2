package org.virnuc.cli;

import picocli.CommandLine.Option;

/** How results go to standard output. */
final class FormatOption {
    /** What there is. */
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
