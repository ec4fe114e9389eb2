package org.virnuc.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunWatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code virnuc runs watch}: shows active runs until they end. */
@Command(
        name = "watch",
        description = "Shows the runs that are on, until they have ended.",
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

    @Override
    public Integer call() throws InterruptedException {
        Duration pause = InstantParser.age("--every", every);
        PrintWriter out = spec.commandLine().getOut();
        List<String> watched = new ArrayList<>();
        boolean first = true;
        while (true) {
            try (RunHistory opened = history.open()) {
                List<Attempt> running = new RunWatch(opened).running();
                if (first && running.isEmpty()) {
                    out.println("no run is on");
                }
                tellEnded(opened, watched, running, out);
                Instant now = Instant.now();
                running.forEach(attempt -> out.println(RunWatch.line(attempt, now)));
                out.flush();
                if (once || running.isEmpty()) {
                    return ExitCode.DONE.number();
                }
            }
            first = false;
            Thread.sleep(pause.toMillis());
        }
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
