package org.virnuc.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunPage;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.history.RunTable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code virnuc runs show}. */
@Command(
        name = "show",
        description = "Shows one run: what it was, where its time went and what came out.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc runs show demo.virnuc",
            "  virnuc runs show 20261122T153355-298015",
            "  virnuc runs show 20261122T1533 --output-format json",
        })
final class RunsShowCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RUN",
            description = "A run's id or its beginning, or a run directory (then the newest attempt there).")
    private String run = "";

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
            RunRow row = list.find(run);
            Attempt attempt = opened.attempt(row.runId()).orElseThrow();
            out.print(
                    format.json()
                            ? RunTable.json(row, attempt)
                            : RunPage.show(row, attempt, list.attempts(row.directory())));
        }
        out.flush();
        return ExitCode.DONE.number();
    }
}
