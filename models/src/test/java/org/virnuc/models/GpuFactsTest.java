package org.virnuc.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The build has no GPU: what it can hold is that every fact which only a GPU can show has a test, in any module, and that no such test
 * is missing from the list of facts.
 */
class GpuFactsTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    /** Lines of the table of {@code docs/devices.md} end in the test, as in {@code | `ClassTest.method` |}. */
    private static final Pattern DOCUMENTED = Pattern.compile("\\| `(Gpu\\w+Test\\.\\w+)` \\|$", Pattern.MULTILINE);

    private static final Pattern TEST = Pattern.compile("@(?:Test|ParameterizedTest)\\b[\\s\\S]*?void (\\w+)\\(");

    @Test
    void everyFactThatOnlyAGpuShowsHasATest() throws IOException {
        Set<String> documented = new TreeSet<>();
        DOCUMENTED
                .matcher(Files.readString(PROJECT.resolve("docs/devices.md")))
                .results()
                .forEach(row -> documented.add(row.group(1)));
        Set<String> tagged = tagged();
        assertThat(tagged).isEqualTo(documented).hasSizeGreaterThanOrEqualTo(20);
        assertThat(tagged)
                .contains(
                        "GpuParityTest.dnaVectorsAgreeWithDnabertS",
                        "GpuPairTest.twoGpusShareTheWorkAndGiveTheBitsOfOne");
    }

    /** Tests of classes tagged {@code gpu}, as {@code Class.method}. */
    private static Set<String> tagged() throws IOException {
        Set<String> tests = new TreeSet<>();
        try (Stream<Path> files = Files.walk(PROJECT)) {
            for (Path file : files.filter(GpuFactsTest::isTestSource).toList()) {
                String source = Files.readString(file);
                if (source.contains("\n@Tag(\"gpu\")\n")) {
                    String name = String.valueOf(file.getFileName()).replace(".java", "");
                    TEST.matcher(source).results().forEach(test -> tests.add(name + "." + test.group(1)));
                }
            }
        }
        return tests;
    }

    private static boolean isTestSource(Path file) {
        String name = PROJECT.relativize(file).toString().replace('\\', '/');
        return name.endsWith("Test.java") && name.contains("src/test/java/") && !name.startsWith(".");
    }
}
