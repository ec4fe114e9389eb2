package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.engine.UsageException;
import picocli.CommandLine;

class OptionNamesTest {
    private static final Pattern FIELD = Pattern.compile("`([A-Za-z]+)`");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            `length` 400 is not a length; leave `allowLengthMismatch` out | --length 400 is not a length; leave --allow-length-mismatch out
            give another directory with `output`, or `force`              | give another directory with -o, or --force
            fit one with: `calibrate` `length` 300                        | fit one with: virnuc calibrate LABELLED.fa -o FILE --length 300
            length, `tensor`, `Length` and ` stay                         | length, `tensor`, `Length` and ` stay
            """)
    void fieldsBecomeOptions(String text, String shown) {
        assertThat(OptionNames.in(text)).isEqualTo(shown);
        assertThat(ExitCode.message(new UsageException(text))).isEqualTo(shown);
        assertThat(RedactedLayout.redactor().text(text)).isEqualTo(shown);
    }

    /** Every field named in a message has an option, and every option belongs to a field that a message names. */
    @Test
    void everyFieldOfEveryMessageIsKnown() {
        Set<String> named = new HashSet<>();
        new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location ->
                                !location.contains("-tests.jar")) // fixtures of other modules, once they are packed
                        .importPackages("org.virnuc")
                        .stream()
                        .filter(c -> !c.getPackageName().startsWith("org.virnuc.cli"))
                        .flatMap(c -> ClassStrings.of(c).stream())
                        .flatMap(text -> FIELD.matcher(text).results())
                        .forEach(match -> named.add(match.group(1)));
        assertThat(named).isEqualTo(OptionNames.BY_FIELD.keySet());
    }

    @Test
    void everyOptionIsOneOfTheCommandLine() {
        Set<String> options = options(Main.whole()).collect(Collectors.toSet());
        Pattern option = Pattern.compile("(?<!\\S)-\\S+");
        OptionNames.BY_FIELD.values().forEach(name -> {
            Matcher found = option.matcher(name);
            assertThat(found.find()).as(name).isTrue();
            found.reset().results().forEach(match -> assertThat(options).contains(match.group()));
        });
    }

    private static Stream<String> options(CommandLine line) {
        return Stream.concat(
                line.getCommandSpec().options().stream().flatMap(option -> Arrays.stream(option.names())),
                line.getSubcommands().values().stream().flatMap(OptionNamesTest::options));
    }
}
