package org.virnuc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Gives options and arguments the words that a shell offers: constants of enums in lower case, and {@link Choices}.
 * Words to look up are one placeholder.
 */
final class CompletionCandidates {
    private CompletionCandidates() {}

    /** Sets the words of the command and its subcommands. */
    static void addTo(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        for (OptionSpec option : List.copyOf(spec.options())) {
            List<String> words = words(option);
            if (words != null) {
                spec.remove(option);
                spec.add(OptionSpec.builder(option)
                        .completionCandidates(words)
                        .paramLabel(option.longestName().substring(2)) // picocli's script has one list for a label
                        .build());
            }
        }
        for (PositionalParamSpec parameter : List.copyOf(spec.positionalParameters())) {
            List<String> words = words(parameter);
            if (words != null) {
                spec.remove(parameter);
                spec.add(PositionalParamSpec.builder(parameter)
                        .completionCandidates(words)
                        .build());
            }
        }
        line.getSubcommands().values().forEach(CompletionCandidates::addTo);
    }

    private static @Nullable List<String> words(ArgSpec argument) {
        Choices choices = Choices.of(argument).orElse(null);
        if (choices != null) {
            return choices.lookedUp() ? List.of(BashCompletion.placeholder(choices)) : choices.words();
        }
        if (!argument.type().isEnum()) {
            return null;
        }
        List<String> words = new ArrayList<>();
        for (Object constant : argument.type().getEnumConstants()) {
            words.add(constant.toString().toLowerCase(Locale.ROOT));
        }
        return words;
    }
}
