package org.virnuc.cli;

import org.virnuc.pipeline.run.RunIdentity;
import org.virnuc.telemetry.RunInfo;
import picocli.CommandLine.Model.CommandSpec;

/** The command line that started this process. */
final class ThisCommand {
    private ThisCommand() {}

    /** The identity of a run that this command line starts now. */
    static RunInfo run(CommandSpec spec) {
        String arguments =
                String.join(" ", spec.commandLine().getParent().getParseResult().originalArgs());
        return RunIdentity.now("virnuc " + arguments, Version.text());
    }
}
