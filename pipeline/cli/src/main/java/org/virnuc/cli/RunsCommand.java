package org.virnuc.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code virnuc runs}: shows and manages the history of runs. */
@Command(
        name = "runs",
        description =
                "Lists, compares, prices, exports and tidies up the runs of the past, and shows those that are on.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  virnuc runs list --since 7d",
            "  virnuc runs show demo.virnuc",
            "  virnuc runs check",
        })
final class RunsCommand implements Callable<Integer> {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    /** Adds the subcommands of {@code runs}. Call it only for a {@code runs} command, because it slows every start. */
    static void addSubcommands(CommandLine line) {
        CommandLine runs = Objects.requireNonNull(line.getSubcommands().get("runs"));
        runs.addSubcommand(new RunsListCommand());
        runs.addSubcommand(new RunsShowCommand());
        runs.addSubcommand(new RunsTagCommand());
        runs.addSubcommand(new RunsCompareCommand());
        runs.addSubcommand(new RunsRepriceCommand());
        runs.addSubcommand(new RunsCheckCommand());
        runs.addSubcommand(new RunsPruneCommand());
        runs.addSubcommand(new RunsArchiveCommand());
        runs.addSubcommand(new RunsExportCommand());
        runs.addSubcommand(new RunsWatchCommand());
    }

    @Override
    public Integer call() {
        return FirstSteps.commands(spec);
    }
}
