package org.virnuc.cli;

import picocli.CommandLine.Option;

/**
 * The option that keeps sensitive values out of logs and reports. {@link SensitiveValues} looks for it before anything
 * else is read.
 */
@Section.Of(Section.TELEMETRY)
final class PrivacyOption {
    static final String NAME = "--no-sensitive-logs";

    @Option(
            names = NAME,
            fallbackValue = "true",
            description =
                    "Keep paths, ids, arguments, user and host names and secrets out of logs, reports and messages.")
    @SuppressWarnings("UnusedVariable") // shown in the help and checked in the run file
    private boolean noSensitiveLogs;
}
