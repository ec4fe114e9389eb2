package org.virnuc.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunWatch;
import org.virnuc.telemetry.progress.OutputTerminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code virnuc runs watch}: shows active runs until they end. */
@Command(
        name = "watch",
        description = "Shows the runs that are on with progress, time left and cost, until they have ended.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc runs watch",
            "  virnuc runs watch --every 10s",
            "  virnuc runs watch --once",
        })
final class RunsWatchCommand implements Callable<Integer> {
    @Option(names = "--once", description = "Look once, for scripts.")
    private boolean once;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "2s",
            description = "How often to look (default: ${DEFAULT-VALUE}).")
    private String every = "2s";

    @Mixin
    private HistoryOption history = new HistoryOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    /** The lines of the runs that are on, which the next look replaces on a terminal. */
    private int drawn;

    private final OutputTerminal terminal = OutputTerminal.ofProcess();

    @Override
    public Integer call() throws InterruptedException {
        Duration pause = InstantParser.age("--every", every);
        PrintWriter out = spec.commandLine().getOut();
        List<String> watched = new ArrayList<>();
        boolean first = true;
        while (true) {
            try (RunHistory opened = history.open()) {
                RunWatch watch = new RunWatch(opened);
                List<Attempt> running = watch.running();
                erase(out);
                if (first && running.isEmpty()) {
                    out.println("no run is on");
                }
                tellEnded(opened, watched, running, out);
                Instant now = Instant.now();
                draw(running.stream().map(attempt -> watch.line(attempt, now)).toList(), out);
                if (once || running.isEmpty()) {
                    return ExitCode.DONE.number();
                }
            }
            first = false;
            Thread.sleep(pause.toMillis());
        }
    }

    /** Removes the lines of the last look from a terminal. */
    private void erase(PrintWriter out) {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\u001b[J");
            drawn = 0;
        }
    }

    /** Prints the lines, on a terminal as far as they fit, so that each takes one row. */
    private void draw(List<String> lines, PrintWriter out) {
        OptionalInt width = once ? OptionalInt.empty() : terminal.width();
        for (String line : lines) {
            out.println(width.isEmpty() ? line : line.substring(0, Math.min(line.length(), width.getAsInt() - 1)));
        }
        drawn = width.isEmpty() ? 0 : lines.size();
        out.flush();
    }

    /** Prints the outcome of runs that have ended since the last look. */
    private static void tellEnded(RunHistory opened, List<String> watched, List<Attempt> running, PrintWriter out) {
        List<String> now = running.stream().map(Attempt::runId).toList();
        watched.stream()
                .filter(id -> !now.contains(id))
                .forEach(id -> out.println(RunWatch.ended(new RunList(opened).find(id))));
        watched.clear();
        watched.addAll(now);
    }
}
