package org.virnuc.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.virnuc.engine.UsageException;
import org.virnuc.telemetry.history.RunColumn;
import org.virnuc.telemetry.history.RunFilter;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunListing;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.history.RunTable;
import org.virnuc.telemetry.progress.OutputTerminal;
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
            "  virnuc runs list --sort cost --columns run,name,input,outcome,cost --limit 10",
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

    @Option(
            names = "--columns",
            paramLabel = "LIST",
            split = ",",
            description =
                    "Columns in this order, in full width: run, started, status, name, tags, input, outcome, wall, tokens,"
                            + " cost, warnings, models, directory, note (default: what fits the terminal).")
    private List<String> columns = new ArrayList<>();

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            defaultValue = "started",
            description = "Order: times and numbers from the largest, texts from a; with a minus before it the other"
                    + " way round, as in -cost (default: ${DEFAULT-VALUE}).")
    private String sort = "started";

    @Option(names = "--samples", description = "Below the run of a sample sheet also those of its samples.")
    private boolean samples;

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
                print(list, out);
            }
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    private void print(RunList list, PrintWriter out) {
        RunListing text = new RunListing(
                columns.stream().map(word -> column("--columns", word)).toList(),
                OutputTerminal.ofProcess().width());
        boolean reversed = sort.startsWith("-");
        RunColumn by = column("--sort", reversed ? sort.substring(1) : sort);
        for (RunRow row : rows(list, by, reversed)) {
            text.add(row);
            if (samples && row.samples() > 0) {
                list.samples(row.runId()).forEach(text::addSample);
            }
        }
        text.writeTo(out);
    }

    /** Returns the first runs by the order; the file itself has them newest first. */
    private List<RunRow> rows(RunList list, RunColumn by, boolean reversed) {
        RunFilter wanted = filter.filter(limit);
        List<RunRow> rows = new ArrayList<>();
        if (by == RunColumn.STARTED && !reversed) {
            list.withoutSamples(wanted, rows::add);
            return rows;
        }
        list.withoutSamples(wanted.limited(Integer.MAX_VALUE), rows::add);
        return rows.stream().sorted(by.order(reversed)).limit(wanted.limit()).toList();
    }

    private static RunColumn column(String option, String word) {
        return RunColumn.of(word)
                .orElseThrow(() ->
                        new UsageException(option + ": \"" + word + "\" is no column; there are " + RunColumn.words()));
    }
}
