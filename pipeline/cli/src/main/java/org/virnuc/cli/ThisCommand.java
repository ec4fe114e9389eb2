package org.virnuc.cli;

import java.util.List;
import java.util.regex.Pattern;
import org.virnuc.pipeline.run.RunIdentity;
import org.virnuc.telemetry.RunInfo;
import picocli.CommandLine.Model.CommandSpec;

/** The command line that started this process. */
final class ThisCommand {
    /** User and password in an address. A run records its command, and others read the record. */
    private static final Pattern PASSWORD = Pattern.compile("(?<=://)[^/\\s@]*(?=@)");

    /** What follows the question mark of an address, which may be a key. */
    private static final Pattern PARAMETERS = Pattern.compile("(?<=://[^\\s?]{1,999}\\?)\\S+");

    private ThisCommand() {}

    /** The words after the command, with those of argument files in their place. */
    static List<String> arguments(CommandSpec spec) {
        List<String> all = spec.commandLine().getParent().getParseResult().expandedArgs();
        return all.subList(1, all.size());
    }

    /** The identity of a run that this command line starts now. */
    static RunInfo run(CommandSpec spec) {
        String arguments =
                String.join(" ", spec.commandLine().getParent().getParseResult().originalArgs());
        return RunIdentity.now(
                "virnuc "
                        + PARAMETERS
                                .matcher(PASSWORD.matcher(arguments).replaceAll("***"))
                                .replaceAll("***"),
                Version.text());
    }
}
