package org.virnuc.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.run.TelemetryFiles;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.report.ReportCheck;
import org.virnuc.telemetry.report.ReportException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code virnuc telemetry}: works with the telemetry of a run. */
@Command(
        name = "telemetry",
        description = "Checks telemetry reports, and takes telemetry from child processes.",
        subcommands = EmitCommand.class,
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  virnuc telemetry validate demo.virnuc",
            "  virnuc telemetry validate demo.virnuc/telemetry.json",
            "  virnuc telemetry validate *.virnuc/telemetry.json",
            "  virnuc telemetry emit progress items=400"
        })
final class TelemetryCommand implements Callable<Integer> {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        return FirstSteps.commands(spec);
    }

    @Command(
            name = "validate",
            description = {
                "Checks telemetry.json against its JSON Schema, and what a schema cannot say: ends after starts, sums that add up.",
                "Prints every violation with its path; exit code 3 where there are any."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  virnuc telemetry validate demo.virnuc",
                "  virnuc telemetry validate demo.virnuc/telemetry.json",
                "  virnuc telemetry validate *.virnuc/telemetry.json"
            })
    int validate(
            @Parameters(
                            paramLabel = "FILE",
                            arity = "1..*",
                            description = "Reports, or run directories with a telemetry.json.")
                    List<Path> files) {
        PrintWriter out = spec.commandLine().getOut();
        List<String> invalid = new ArrayList<>();
        for (Path given : files) {
            Path file = Files.isDirectory(given) ? given.resolve(TelemetryFiles.JSON_FILE) : given;
            if (!Files.isRegularFile(file)) {
                throw new UsageException("no telemetry report " + file + "; give a telemetry.json or a run directory");
            }
            List<String> violations = violations(file);
            violations.forEach(violation -> out.println(file + ": " + violation));
            if (violations.isEmpty()) {
                out.println(file + ": valid");
            } else {
                invalid.add(
                        file + " (" + violations.size() + (violations.size() == 1 ? " violation)" : " violations)"));
            }
        }
        out.flush();
        if (!invalid.isEmpty()) {
            throw new InputException("not valid: " + String.join(", ", invalid));
        }
        return ExitCode.DONE.number();
    }

    private static List<String> violations(Path file) {
        try {
            return ReportCheck.check(file).stream()
                    .map(ReportCheck.Violation::toString)
                    .toList();
        } catch (ReportException e) {
            return List.of("$: " + e.getMessage());
        }
    }
}
