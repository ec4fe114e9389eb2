package org.virnuc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Offers enum constants in lower case as values of options and parameters. */
final class LowerCaseEnums {
    private LowerCaseEnums() {}

    /** Uses lower-case values for all enums of the command and its subcommands. */
    static void inLowerCase(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        for (OptionSpec option : List.copyOf(spec.options())) {
            if (option.type().isEnum()) {
                spec.remove(option);
                spec.add(OptionSpec.builder(option)
                        .completionCandidates(words(option))
                        .build());
            }
        }
        for (PositionalParamSpec parameter : List.copyOf(spec.positionalParameters())) {
            if (parameter.type().isEnum()) {
                spec.remove(parameter);
                spec.add(PositionalParamSpec.builder(parameter)
                        .completionCandidates(words(parameter))
                        .build());
            }
        }
        line.getSubcommands().values().forEach(LowerCaseEnums::inLowerCase);
    }

    private static List<String> words(ArgSpec choice) {
        List<String> words = new ArrayList<>();
        for (Object constant : choice.type().getEnumConstants()) {
            words.add(constant.toString().toLowerCase(Locale.ROOT));
        }
        return words;
    }
}
