package org.virnuc.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.virnuc.engine.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc models import}: gives a name to a model's files, which stay where they are. */
@Command(
        name = "import",
        description = {
            "Gives a name to a model's files, or to the three parts of a pack in any order.",
            "The files stay where they are; their SHA-256 is recorded, and a file that has changed is refused."
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  virnuc models import my-dna /data/DNABERT-S",
            "  virnuc models import my-head head.pth --length 500",
            "  virnuc models import virnucpro dnabert-s esm2_t36_3B virnucpro-500"
        })
final class ModelsImportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The name to give.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PATH",
            description = "A file, a folder, or the name of a part; one, or three for a pack.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--length",
            split = ",",
            paramLabel = "BASES",
            description = "Chunk lengths that the head was trained for, as in 300,500 (default: what is known of it).")
    private Set<Integer> lengths = new LinkedHashSet<>();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        lengths.stream().filter(length -> length < 1).findFirst().ifPresent(length -> {
            throw new UsageException("--length " + length + " is not a length; give 500 or 300");
        });
        String kind = ModelsCommand.store().catalog().importAs(name, paths, lengths);
        PrintWriter out = ModelsCommand.out(spec);
        out.println(name + " is a " + (kind.equals("pack") ? kind : kind + " part") + "; use it with "
                + (kind.equals("pack") ? "--model " : kind.equals("head") ? "--head " : "--" + kind + "-model ")
                + name);
        out.flush();
        return ExitCode.DONE.number();
    }
}
