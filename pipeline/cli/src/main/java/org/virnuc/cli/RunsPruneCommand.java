package org.virnuc.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.telemetry.history.Retention;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.report.Figures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code virnuc runs prune}: removes runs from the history. */
@Command(
        name = "prune",
        description = "Forgets old runs, by age, by size, or both. Run directories are not touched.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc runs prune --before 365d --dry-run",
            "  virnuc runs prune --before 2026-01-01",
            "  virnuc runs prune --max-size 500MB",
        })
final class RunsPruneCommand implements Callable<Integer> {
    @Option(
            names = "--before",
            paramLabel = "TIME",
            description = "Runs started before: a date, or an age such as 90d.")
    private @Nullable String before;

    @Option(names = "--max-size", paramLabel = "SIZE", description = "The oldest, until the rest fits, such as 500MB.")
    private @Nullable String maxSize;

    @Option(names = "--dry-run", description = "Only say what would be forgotten.")
    private boolean dryRun;

    @Mixin
    private HistoryOption history = new HistoryOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        Optional<Instant> oldest =
                Optional.ofNullable(before).map(given -> InstantParser.parse("--before", given, Instant.now()));
        Optional<Long> size = Optional.ofNullable(maxSize).map(given -> InstantParser.size("--max-size", given));
        if (oldest.isEmpty() && size.isEmpty()) {
            throw new UsageException("nothing says which runs to forget; give --before or --max-size");
        }
        try (RunHistory opened = history.open()) {
            Retention.Pruned pruned = new Retention(opened).prune(oldest, size, dryRun);
            PrintWriter out = spec.commandLine().getOut();
            out.println((dryRun ? "would forget " : "forgot ") + Figures.count(pruned.runs()) + " runs; "
                    + Figures.count(pruned.bytesBefore()) + " bytes before, " + Figures.count(pruned.bytesAfter())
                    + " after");
            out.flush();
        }
        return ExitCode.DONE.number();
    }
}
