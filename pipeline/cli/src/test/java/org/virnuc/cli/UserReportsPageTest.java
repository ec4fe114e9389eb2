package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of reports in {@code docs/user-reports.md} names what there is. */
class UserReportsPageTest {
    /** Every test, method and case that the list of reports names. */
    @Test
    void theListNamesTestsThatExist() throws IOException {
        Path root = Path.of("..", "..");
        Map<String, Path> tests;
        try (Stream<Path> files = Files.walk(root)) {
            tests = files.filter(file -> file.toString().contains("src/test/java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replaceFirst("[.]java$", ""),
                            file -> file,
                            (one, other) -> one));
        }
        String list = Files.readString(root.resolve("docs/user-reports.md"));
        List<MatchResult> named = Pattern.compile("\\b([A-Z]\\w+(?:Test|IT))(?:[.](\\w+))?\\b")
                .matcher(list)
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThan(50);
        for (MatchResult test : named) {
            assertThat(tests).containsKey(test.group(1));
            if (test.group(2) != null) {
                assertThat(Objects.requireNonNull(tests.get(test.group(1))))
                        .content()
                        .contains("void " + test.group(2) + "(");
            }
        }
        Path cases = Path.of("src", "test", "resources", "cases");
        for (MatchResult number : Pattern.compile("\\b\\d\\d\\b(?=[, |])")
                .matcher(String.join("\n", caseWords(list)))
                .results()
                .toList()) {
            try (Stream<Path> folders = Files.list(cases)) {
                assertThat(folders.map(folder -> folder.getFileName().toString()))
                        .anyMatch(name -> name.startsWith(number.group() + "-"));
            }
        }
    }

    /** What follows the words case and cases. */
    private static List<String> caseWords(String list) {
        return Pattern.compile("\\bcases?((?:[, ]+\\d\\d\\b)+)")
                .matcher(list)
                .results()
                .map(match -> match.group(1) + " ")
                .toList();
    }
}
