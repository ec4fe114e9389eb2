package org.virnuc.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc completion}: prints a script for completing command lines in a shell. */
@Command(
        name = "completion",
        description = "Prints what a shell needs to complete command lines of virnuc.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  source <(virnuc completion bash)",
            "  virnuc completion zsh > ~/.zsh/virnuc && echo 'source ~/.zsh/virnuc' >> ~/.zshrc",
            "  virnuc completion fish > ~/.config/fish/completions/virnuc.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    /** The supported shells. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Parameters(paramLabel = "SHELL", arity = "0..1", description = "bash, zsh or fish.")
    private @Nullable Shell shell;

    @Option(
            names = "--words",
            paramLabel = "KIND",
            description =
                    "Instead of a script, the words to offer now, such as runs or models. The scripts ask for them.")
    private @Nullable String words;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (words != null) {
            return print(lookedUp(words));
        }
        Shell wanted = shell;
        if (wanted == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "no shell given; name yours: bash, zsh or fish");
        }
        CommandLine whole = Main.whole();
        CompletionCandidates.addTo(whole);
        // picocli's script works for both shells: in zsh it loads the emulation of bash's completion.
        String script = wanted == Shell.FISH ? FishCompletion.script(whole) : BashCompletion.script(whole);
        return print(script);
    }

    private static String lookedUp(String choices) {
        return Arrays.stream(Choices.values())
                .filter(each -> each.word().equals(choices))
                .flatMap(each -> ChoiceLookup.words(each).stream())
                .map(word -> word + "\n")
                .collect(Collectors.joining());
    }

    private int print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
        return ExitCode.DONE.number();
    }
}
