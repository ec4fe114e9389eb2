package org.virnuc.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
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

/** {@code virnuc runs show}: shows a run of the history. */
@Command(
        name = "show",
        description = "Shows one run: what it was, where its time went and what came out.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc runs show",
            "  virnuc runs show demo.virnuc",
            "  virnuc runs show 20261122T153355-298015",
            "  virnuc runs show 20261122T1533 --output-format json",
        })
final class RunsShowCommand implements Callable<Integer> {
    @Choices.Of(Choices.RUNS)
    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            description = "A run's id or its beginning, its name, or its directory, which mean the newest such attempt"
                    + " (default: the newest run).")
    private @Nullable String run;

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
            RunRow row = run == null ? newest(list, opened) : list.find(run);
            Attempt attempt = opened.current(row.runId()).orElseThrow();
            out.print(
                    format.json()
                            ? RunTable.json(row, attempt)
                            : RunPage.show(row, attempt, list.attempts(row.directory()), list.samples(row.runId())));
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    private static RunRow newest(RunList list, RunHistory opened) {
        return list.rows(new RunFilterOptions().filter("1")).stream()
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "no run was recorded in " + opened.file() + " yet; name another history with --history"));
    }
}
