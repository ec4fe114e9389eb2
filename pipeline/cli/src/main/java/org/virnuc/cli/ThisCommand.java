package org.virnuc.cli;

import java.util.regex.Pattern;
import org.virnuc.pipeline.run.RunIdentity;
import org.virnuc.telemetry.RunInfo;
import picocli.CommandLine.Model.CommandSpec;

/** The command line that started this process. */
final class ThisCommand {
    /** User and password in an address. A run records its command, and others read the record. */
    private static final Pattern PASSWORD = Pattern.compile("(?<=://)[^/\\s@]*(?=@)");

    private ThisCommand() {}

    /** The identity of a run that this command line starts now. */
    static RunInfo run(CommandSpec spec) {
        String arguments =
                String.join(" ", spec.commandLine().getParent().getParseResult().originalArgs());
        return RunIdentity.now("virnuc " + PASSWORD.matcher(arguments).replaceAll("***"), Version.text());
    }
}
