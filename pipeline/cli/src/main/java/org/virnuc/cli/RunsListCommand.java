package org.virnuc.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunTable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code virnuc runs list}: lists runs of the history. */
@Command(
        name = "list",
        description = "Lists runs, newest first.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc runs list",
            "  virnuc runs list --since 7d --status failed,crashed",
            "  virnuc runs list --since 2026-11-01 --until 2026-12-01 --limit all --output-format json",
        })
final class RunsListCommand implements Callable<Integer> {
    @Mixin
    private RunFilterOptions filter = new RunFilterOptions();

    @Option(
            names = "--limit",
            paramLabel = "N|all",
            defaultValue = "50",
            description = "At most this number of runs, the newest (default: ${DEFAULT-VALUE}).")
    private String limit = "50";

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private HistoryOption history = new HistoryOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (RunHistory opened = history.open()) {
            RunList list = new RunList(opened);
            if (format.json()) {
                try (RunTable.Array array = new RunTable.Array(out)) {
                    list.each(filter.filter(limit), array::add);
                }
            } else {
                RunTable.Text text = new RunTable.Text();
                list.each(filter.filter(limit), text::add);
                text.writeTo(out);
            }
        }
        out.flush();
        return ExitCode.DONE.number();
    }
}
