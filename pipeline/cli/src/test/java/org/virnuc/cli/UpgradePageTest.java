package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise of {@code docs/upgrade.md} names a test that there is, in any module. */
class UpgradePageTest {
    /** Rows end in their test, as in {@code | `ClassTest.method` |}; heads and rules of tables do not. */
    private static final Pattern ROW = Pattern.compile("^\\| (?!of a).*\\|$", Pattern.MULTILINE);

    private static final Pattern TEST = Pattern.compile("\\| `(\\w+Test)\\.(\\w+)` \\|$");

    @Test
    void everyPromiseHasATest() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> rows = ROW.matcher(Files.readString(DocsPage.ROOT.resolve("docs/upgrade.md")))
                .results()
                .map(MatchResult::group)
                .toList();
        List<Path> sources = sources();
        for (String row : rows) {
            if (TEST.matcher(row).results().noneMatch(test -> isThere(test.group(1), test.group(2), sources))) {
                wrong.add(row);
            }
        }
        assertThat(rows).hasSizeGreaterThan(12);
        assertThat(wrong).isEmpty();
    }

    private static boolean isThere(String type, String method, List<Path> sources) {
        return sources.stream().filter(file -> file.endsWith(type + ".java")).anyMatch(file -> {
            try {
                return Files.readString(file).contains("void " + method + "(");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("models", "pipeline", "telemetry")) {
            try (Stream<Path> files = Files.walk(DocsPage.ROOT.resolve(folder))) {
                files.filter(file -> file.toString().contains("src/test/java")
                                && file.toString().endsWith("Test.java"))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
