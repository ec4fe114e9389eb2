package org.virnuc.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.telemetry.history.RunArchive;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.report.Figures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code virnuc runs archive}: moves old runs from the history to a compressed file, and back. */
@Command(
        name = "archive",
        description = "Moves old runs out of the history into a file of compressed JSON lines, and back.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc runs archive --before 365d",
            "  virnuc runs archive --before 2026-01-01 --output runs-2025.jsonl.gz",
            "  virnuc runs archive --restore runs-2025.jsonl.gz",
        })
final class RunsArchiveCommand implements Callable<Integer> {
    @Option(
            names = "--before",
            paramLabel = "TIME",
            description = "Runs started before: a date, or an age such as 90d.")
    private @Nullable String before;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The archive (default: runs-before-<time>.jsonl.gz beside the history).")
    private @Nullable Path output;

    @Option(names = "--restore", paramLabel = "FILE", description = "Take the runs of an archive back.")
    private @Nullable Path restore;

    @Mixin
    private HistoryOption history = new HistoryOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if ((before == null) == (restore == null)) {
            throw new UsageException("give either --before, to archive runs, or --restore, to take them back");
        }
        NamedFiles files = new NamedFiles();
        history.addTo(files);
        Optional.ofNullable(restore).ifPresent(file -> files.reads("the file of --restore", file));
        Optional.ofNullable(output)
                .ifPresent(file -> files.writesApart("the file of -o", file, "give another file with -o"));
        files.check();
        PrintWriter out = spec.commandLine().getOut();
        if (restore != null) {
            try (RunHistory opened = RunHistory.open(history.existing())) {
                int runs = new RunArchive(opened).restore(restore);
                out.println("took " + Figures.count(runs) + " runs back from " + restore);
            }
        } else if (before != null) {
            Instant oldest = InstantParser.parse("--before", before, Instant.now());
            Path file = output == null ? beside(oldest) : output;
            try (RunHistory opened = history.open()) {
                int runs = new RunArchive(opened).write(oldest, file);
                out.println("moved " + Figures.count(runs) + " runs" + (runs == 0 ? "" : " to " + file));
            }
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    private Path beside(Instant oldest) {
        String stamp = oldest.toString().replaceAll("[-:]|\\.[0-9]+", "");
        return history.existing().resolveSibling("runs-before-" + stamp + ".jsonl.gz");
    }
}
