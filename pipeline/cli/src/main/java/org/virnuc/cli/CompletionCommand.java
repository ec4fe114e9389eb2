package org.virnuc.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine whole = Main.whole();
        LowerCaseEnums.inLowerCase(whole);
        // picocli's script works for both shells: in zsh it loads the emulation of bash's completion.
        String script =
                shell == Shell.FISH ? FishCompletion.script(whole) : AutoComplete.bash(whole.getCommandName(), whole);
        PrintWriter out = spec.commandLine().getOut();
        out.print(script);
        out.flush();
        return ExitCode.DONE.number();
    }
}
