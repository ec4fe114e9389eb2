package org.virnuc.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.history.RunDescription.Label;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunRow;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc runs tag}: changes name, tags and note of a run. */
@Command(
        name = "tag",
        description = "Writes a name, tags or a note on a run, also while it goes on; without options shows them.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc runs tag demo.virnuc --name first --tag plate-7,checked",
            "  virnuc runs tag first --untag checked --note 'contaminated, see plate 8'",
            "  virnuc runs tag first --name ''",
        })
final class RunsTagCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "A run, as for virnuc runs show.")
    private String run = "";

    @Mixin
    private RunLabelOptions label = new RunLabelOptions();

    @Option(names = "--untag", paramLabel = "TAG", split = ",", description = "Tags to remove.")
    private List<String> removed = new ArrayList<>();

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
            if (!label.isEmpty() || !removed.isEmpty()) {
                opened.label(row.runId(), before -> label.change(before, removed));
            }
            Label now = list.find(row.runId()).description().label();
            out.println(row.runId() + ": name " + shown(now.name()) + "; tags " + shown(String.join(", ", now.tags()))
                    + "; note " + shown(now.note()));
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    private static String shown(@Nullable String value) {
        return value == null || value.isEmpty() ? "-" : value;
    }
}
