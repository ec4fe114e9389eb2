package org.virnuc.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.virnuc.telemetry.history.HistoryCheck;
import org.virnuc.telemetry.history.HistoryException;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.report.Figures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code virnuc runs check}: checks that the history is intact, imports spooled runs, and closes crashed ones. */
@Command(
        name = "check",
        description = "Checks that the history is whole; imports what is spooled, and closes runs that crashed.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc runs check",
            "  virnuc runs check --history /data/virnuc/history.db",
            "  virnuc runs check --repair",
        })
final class RunsCheckCommand implements Callable<Integer> {
    @Option(names = "--repair", description = "Put a damaged file aside, and make a new one of what can be read of it.")
    private boolean repair;

    @Mixin
    private HistoryOption history = new HistoryOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path file = history.existing();
        if (repair && isDamaged(file)) {
            HistoryCheck.Repaired repaired =
                    HistoryCheck.repair(file, ".damaged-" + Instant.now().toEpochMilli());
            out.println(
                    "saved " + Figures.count(repaired.saved()) + " runs; the damaged file is " + repaired.damaged());
        }
        try (RunHistory opened = RunHistory.open(file)) {
            RunHistory.Tidied tidied = opened.tidy();
            HistoryCheck.Found found = HistoryCheck.check(opened);
            out.println(file + ": " + Figures.count(found.runs()) + " runs, " + Figures.count(found.bytes())
                    + " bytes, schema " + found.schema());
            out.println("imported " + tidied.imported() + " spooled, closed " + tidied.crashed() + " as crashed");
            tidied.problems().stream().map(OptionNames::in).forEach(out::println);
            found.problems().stream().map(OptionNames::in).forEach(out::println);
            if (!found.problems().isEmpty()) {
                out.flush();
                throw new HistoryException("history " + file + " is damaged ("
                        + found.problems().size() + " problems); save what can be read by: virnuc runs check --repair");
            }
        }
        out.println("no damage");
        out.flush();
        return ExitCode.DONE.number();
    }

    private static boolean isDamaged(Path file) {
        try (RunHistory opened = RunHistory.open(file)) {
            return !HistoryCheck.check(opened).problems().isEmpty();
        } catch (HistoryException e) {
            if (HistoryCheck.isDamage(e)) {
                return true;
            }
            throw e;
        }
    }
}
