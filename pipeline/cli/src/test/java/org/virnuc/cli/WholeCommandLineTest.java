package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Every command that is written is there, and help, manual pages and completion know all of its options. */
class WholeCommandLineTest {
    private final String bash = printed("completion", "bash");
    private final String fish = printed("completion", "fish");
    private int options;

    @Test
    void everyCommandClassIsInTheTree() {
        Set<String> written = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackagesOf(Main.class).stream()
                        .filter(type -> type.isAnnotatedWith(Command.class))
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = new TreeSet<>();
        collect(Main.whole(), there);
        assertThat(there).hasSizeGreaterThan(20).isEqualTo(written);
    }

    @Test
    void helpManualAndCompletionKnowEveryCommandAndOption() {
        check(Main.whole(), List.of());
        assertThat(options).isGreaterThan(100);
    }

    private void check(CommandLine command, List<String> path) {
        List<String> asked = new ArrayList<>(path);
        asked.add("--help");
        String help = printed(asked.toArray(String[]::new));
        String page = ManPage.of(command);
        String function = bashFunction(path);
        for (OptionSpec option : command.getCommandSpec().options()) {
            assertThat(option.hidden()).as("%s %s", path, option.longestName()).isFalse();
            options++;
            for (String name : option.names()) {
                assertThat(help).as("help of %s", path).containsPattern("(?m)^.*(^|[ ,\\[])" + name + "\\b");
                assertThat(page).as("page of %s", path).contains(name.replace("-", "\\-"));
                assertThat(function).as("bash on %s", path).contains("'" + name + "'");
                assertThat(fish.lines())
                        .as("fish on %s %s", path, name)
                        .anyMatch(line -> line.contains(seen(path))
                                && line.contains(
                                        name.startsWith("--")
                                                ? " -l " + name.substring(2) + " "
                                                : " -s " + name.substring(1) + " "));
            }
        }
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            assertThat(help).contains(parameter.paramLabel());
            assertThat(page).contains(parameter.paramLabel());
        }
        for (Map.Entry<String, CommandLine> below : command.getSubcommands().entrySet()) {
            String name = below.getKey();
            assertThat(page).contains("\n" + name.replace("-", "\\-") + "\n");
            assertThat(function).containsPattern("[\" ]" + name + "[\" ]");
            assertThat(fish).contains(" -f -a '" + name + "'");
            assertThat(help).as("help of %s", path).containsPattern("(?m)^  " + name + "\\b");
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            check(below.getValue(), deeper);
        }
    }

    private String bashFunction(List<String> path) {
        String name = "_picocli_virnuc" + path.stream().map(word -> "_" + word).collect(Collectors.joining());
        int begin = bash.indexOf("function " + name.replace("-", "") + "() {");
        assertThat(begin).as("bash function %s", name).isNotNegative();
        return bash.substring(begin, bash.indexOf("\n}", begin));
    }

    private static String seen(List<String> path) {
        return path.stream().map(word -> "__fish_seen_subcommand_from " + word).collect(Collectors.joining("; and "));
    }

    private static void collect(CommandLine command, Set<String> classes) {
        // A command that is a method is found by picocli itself.
        if (!(command.getCommandSpec().userObject() instanceof Method)) {
            classes.add(command.getCommandSpec().userObject().getClass().getName());
        }
        command.getSubcommands().values().forEach(below -> collect(below, classes));
    }

    private static String printed(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.code()).as("%s", run.err()).isZero();
        return String.join("\n", run.out()) + "\n";
    }
}
