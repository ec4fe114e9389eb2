package org.virnuc.cli;

import org.virnuc.pipeline.run.RunIdentity;
import org.virnuc.telemetry.RunInfo;
import picocli.CommandLine.Model.CommandSpec;

/** The command line that this process was started with. */
final class ThisCommand {
    private ThisCommand() {}

    /** A run that starts now, of this command line. */
    static RunInfo run(CommandSpec spec) {
        String arguments =
                String.join(" ", spec.commandLine().getParent().getParseResult().originalArgs());
        return RunIdentity.now("virnuc " + arguments, Version.text());
    }
}
