package org.virnuc.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.cost.PriceSheet;
import org.virnuc.telemetry.cost.PriceSheets;
import org.virnuc.telemetry.history.RepricedRun;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc runs reprice}: prices a finished run by another price sheet. */
@Command(
        name = "reprice",
        description = "Prices a run of the past by another sheet, from what it used; nothing is run again.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc runs reprice demo.virnuc --prices prices-2027.yaml",
            "  virnuc runs reprice 20261122T1533 --prices prices-2027.yaml --save",
            "  virnuc runs reprice demo.virnuc --output-format json",
            "",
            "Only --save changes anything, and only the history: the files in the run directory stay as they are."
        })
final class RunsRepriceCommand implements Callable<Integer> {
    @Choices.Of(Choices.RUNS)
    @Parameters(
            paramLabel = "RUN",
            description = "A run's id or its beginning, or a run directory (then the newest attempt there).")
    private String run = "";

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "Price sheet in YAML, over ~/.config/virnuc/prices.yaml and the built-in one.")
    private @Nullable Path prices;

    @Option(names = "--save", description = "Keep the new costs in the history, in place of those it has.")
    private boolean save;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private HistoryOption history = new HistoryOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        PriceSheet sheet = PriceSheets.inForce(prices, System.getenv());
        PrintWriter out = spec.commandLine().getOut();
        try (RunHistory opened = history.open()) {
            String id = new RunList(opened).find(run).runId();
            RepricedRun repriced = RepricedRun.of(opened.current(id).orElseThrow(), sheet);
            if (save) {
                opened.record(repriced.after());
            }
            if (format.json()) {
                out.print(repriced.json(save));
            } else {
                out.print(repriced.text());
                out.println(save ? "saved in " + opened.file() : "not saved; --save keeps these costs in the history");
            }
        }
        out.flush();
        return ExitCode.DONE.number();
    }
}
