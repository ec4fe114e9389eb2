package org.virnuc.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Generates the completion script for fish, which picocli does not support. */
final class FishCompletion {
    private static final String SEEN = "__fish_seen_subcommand_from ";

    private final String program;
    private final StringBuilder script = new StringBuilder();

    private FishCompletion(String program) {
        this.program = program;
    }

    /** Returns the script, with one line for every command and option below {@code whole}. */
    static String script(CommandLine whole) {
        FishCompletion fish = new FishCompletion(whole.getCommandName());
        fish.command(whole, List.of());
        return fish.script.toString();
    }

    private void command(CommandLine command, List<String> path) {
        Map<String, CommandLine> below = new TreeMap<>(command.getSubcommands());
        String condition = condition(path, below);
        below.forEach((name, sub) -> line(condition, " -f -a " + quoted(name), summary(sub.getCommandSpec())));
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                line(condition, names(option) + values(option), first(option.description()));
            }
        }
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            if (parameter.completionCandidates() != null) {
                line(
                        condition,
                        files(parameter, " -F", " -f") + " -a " + quoted(words(parameter)),
                        first(parameter.description()));
            }
        }
        below.forEach((name, sub) -> {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            command(sub, deeper);
        });
    }

    /** The condition that all words of the path were typed but no deeper subcommand. */
    private static String condition(List<String> path, Map<String, CommandLine> below) {
        List<String> parts = new ArrayList<>();
        path.forEach(word -> parts.add(SEEN + word));
        if (!below.isEmpty()) {
            parts.add("not " + SEEN + String.join(" ", below.keySet()));
        }
        return String.join("; and ", parts);
    }

    private void line(String condition, String what, String description) {
        script.append("complete -c ").append(program).append(" -n ").append(quoted(condition));
        script.append(what).append(" -d ").append(quoted(description)).append('\n');
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        return names.toString();
    }

    /** The values of an option: none, a few words, a file, or unknown. */
    private static String values(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        if (option.completionCandidates() != null) {
            return files(option, " -r -F", " -x") + " -a " + quoted(words(option));
        }
        return option.type() == Path.class ? " -r -F" : " -x";
    }

    private static String files(ArgSpec choice, String with, String without) {
        return Choices.of(choice).filter(Choices::orFile).isPresent() ? with : without;
    }

    private static String words(ArgSpec choice) {
        Optional<Choices> lookedUp = Choices.of(choice).filter(Choices::lookedUp);
        if (lookedUp.isPresent()) {
            return "(virnuc completion --words " + lookedUp.get().word() + " 2>/dev/null)";
        }
        return StreamSupport.stream(choice.completionCandidates().spliterator(), false)
                .collect(Collectors.joining(" "));
    }

    private static String summary(CommandSpec command) {
        return first(command.usageMessage().description());
    }

    private static String first(String[] description) {
        return description.length == 0 ? "" : String.format(description[0]);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
