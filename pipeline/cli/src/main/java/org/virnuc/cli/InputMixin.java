package org.virnuc.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The inputs of {@code virnuc predict}: arguments, or values of an option, as many programs of the field have it. */
@Section.Of(Section.INPUT)
final class InputMixin {
    private static final String NAME = "--input";

    @Parameters(
            paramLabel = "INPUT",
            arity = "0..*",
            description =
                    "FASTA, FASTQ, BAM, CRAM, SAM or GenBank files, plain or compressed, or directories of them; -"
                            + " is standard input.")
    private List<Path> arguments = new ArrayList<>();

    @Option(
            names = {"-i", NAME},
            paramLabel = "INPUT",
            description = "The same as INPUT without an option; may be given several times.")
    private List<Path> options = new ArrayList<>();

    /** All inputs, with those of the command line replacing that of the run file. */
    List<Path> inputs(CommandLine line) {
        List<Path> all = new ArrayList<>(arguments);
        if (arguments.isEmpty() || line.getParseResult().hasMatchedOption(NAME)) {
            all.addAll(options);
        }
        return all;
    }
}
