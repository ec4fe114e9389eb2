package org.virnuc.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Answers a command line without a command: it says on standard error what there is, and is a misuse for scripts. */
final class FirstSteps {
    private static final String WELCOME =
            """
            VirNuc finds viral sequences in contigs, genomes or reads. The commands to begin with:

              virnuc predict contigs.fasta   find the viral sequences; writes contigs.virnuc/report.html and tables
              virnuc verify contigs.fasta    show how far fast settings agree with exact ones on your own data
              virnuc models list             show the models that are here, and the names of those to fetch
              virnuc runs list               show earlier runs: what came out, how long they took, what they cost
              virnuc doctor                  show what VirNuc finds on this machine, and what is missing

            All commands: virnuc --help. All options of one: virnuc predict --help.
            """;

    private FirstSteps() {}

    /** Answers {@code virnuc} alone. */
    static int welcome(CommandSpec spec) {
        return print(spec, WELCOME);
    }

    /** Answers a command that has only subcommands with its help. */
    static int commands(CommandSpec spec) {
        return print(spec, spec.commandLine().getUsageMessage());
    }

    private static int print(CommandSpec spec, String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.print(text);
        err.flush();
        return ExitCode.USAGE.number();
    }
}
