package org.virnuc.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.virnuc.engine.UsageException;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.history.RunComparison;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code virnuc runs compare}: compares two runs stage by stage. */
@Command(
        name = "compare",
        description = "Compares two runs stage by stage: how many times as fast is the second one?",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc runs compare slow.virnuc fast.virnuc",
            "  virnuc runs compare 20261121T0912 20261122T1533",
            "  virnuc runs compare slow.virnuc fast.virnuc --output-format json",
            "",
            "A stage from a checkpoint counts as it was executed, and the run that executed it is named. Only stages that",
            "were executed from beginning to end on the same number of items are compared."
        })
final class RunsCompareCommand implements Callable<Integer> {
    @Choices.Of(Choices.RUNS)
    @Parameters(index = "0", paramLabel = "BEFORE", description = "A run, as for virnuc runs show.")
    private String before = "";

    @Choices.Of(Choices.RUNS)
    @Parameters(index = "1", paramLabel = "AFTER", description = "Another one.")
    private String after = "";

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
            RunReport one = report(opened, before);
            RunReport other = report(opened, after);
            RunComparison compared = RunComparison.of(opened, one, other);
            out.print(format.json() ? compared.json() : compared.text());
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    private static RunReport report(RunHistory opened, String run) {
        String id = new RunList(opened).find(run).runId();
        RunReport report = opened.current(id).orElseThrow().report();
        if (report == null) {
            throw new UsageException("run " + id + " has left no report to compare; give another run");
        }
        return report;
    }
}
