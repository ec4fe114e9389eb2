package org.virnuc.pipeline.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code virnuc runs}: the history of runs. */
@Command(
        name = "runs",
        description =
                "Lists, compares, prices, exports and tidies up the runs of the past, and shows those that are on.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            RunsListCommand.class,
            RunsShowCommand.class,
            RunsCompareCommand.class,
            RunsRepriceCommand.class,
            RunsCheckCommand.class,
            RunsPruneCommand.class,
            RunsArchiveCommand.class,
            RunsExportCommand.class,
            RunsWatchCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  virnuc runs list --since 7d",
            "  virnuc runs show demo.virnuc",
            "  virnuc runs check",
        })
final class RunsCommand implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "no command given");
    }
}
