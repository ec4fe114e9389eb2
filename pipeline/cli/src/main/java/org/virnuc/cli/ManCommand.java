package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.files.AtomicFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc man}: prints the manual, generated from the commands. */
@Command(
        name = "man",
        description = "Prints the manual page of a command, or writes those of all commands to a folder.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  virnuc man predict > virnuc-predict.1 && man -l virnuc-predict.1",
            "  virnuc man runs list | man -l -",
            "  virnuc man -o /usr/local/share/man/man1"
        })
final class ManCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The command, such as predict or runs list (default: virnuc itself).")
    private List<String> command = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Write the pages of all commands to this folder.")
    private @Nullable Path output;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandLine whole = Main.whole();
        Path folder = output;
        if (folder == null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(ManPage.of(named(whole)));
            out.flush();
        } else if (command.isEmpty()) {
            Files.createDirectories(folder);
            write(whole, folder);
        } else {
            throw new UsageException("-o writes the pages of all commands; leave out " + String.join(" ", command)
                    + ", or -o for one page on standard output");
        }
        return ExitCode.DONE.number();
    }

    private CommandLine named(CommandLine whole) {
        CommandLine found = whole;
        for (String word : command) {
            CommandLine next = found.getSubcommands().get(word);
            if (next == null) {
                throw new UsageException("there is no command " + String.join(" ", command) + "; below "
                        + found.getCommandSpec().qualifiedName() + " there are "
                        + String.join(", ", found.getSubcommands().keySet()));
            }
            found = next;
        }
        return found;
    }

    private static void write(CommandLine line, Path folder) throws IOException {
        AtomicFile.write(folder.resolve(ManPage.name(line.getCommandSpec()) + ".1"), ManPage.of(line));
        for (CommandLine below : line.getSubcommands().values()) {
            write(below, folder);
        }
    }
}
