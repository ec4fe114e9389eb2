package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page {@code docs/environment.md} has every exit code, and every variable that the program or its launcher reads. */
class EnvironmentPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| ([0-9]) \\| .+ \\|$", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("`([A-Z]+_[A-Z_]+|TMPDIR)`");
    private static final Pattern IN_CODE =
            Pattern.compile("\"((?:VIRNUC|HF|XDG|OTEL|PYTORCH|SPARK|CUDA)_[A-Z_]+)\"|getenv\\(\"([A-Z]+_[A-Z_]+)\"");
    private static final Pattern IN_LAUNCHER = Pattern.compile("\\$\\{([A-Z_]+):[-=]");

    /** What the launcher reads to know the user's language, and what the system says of itself. */
    private static final Set<String> OTHERS =
            Set.of("LC_ALL", "LC_CTYPE", "LANG", "_JAVA_SR_SIGNUM", "PROCESSOR_IDENTIFIER");

    private final String page = Files.readString(DocsPage.ROOT.resolve("docs/environment.md"));

    EnvironmentPageTest() throws IOException {}

    @Test
    void everyExitCode() {
        assertThat(ROW.matcher(page).results().map(row -> Integer.valueOf(row.group(1))))
                .containsExactlyElementsOf(
                        Stream.of(ExitCode.values()).map(ExitCode::number).toList());
    }

    @Test
    void everyVariable() throws IOException {
        Set<String> read = new TreeSet<>(names(IN_LAUNCHER, Files.readString(DocsPage.ROOT.resolve("virnuc"))));
        try (Stream<Path> files = Files.walk(DocsPage.ROOT)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> DocsPage.ROOT.relativize(file).toString().contains("src/main/java"))
                    .filter(file -> !DocsPage.ROOT.relativize(file).startsWith("benchmarks"))
                    .toList();
            assertThat(sources).hasSizeGreaterThan(500);
            for (Path source : sources) {
                read.addAll(names(IN_CODE, Files.readString(source)));
            }
        }
        read.removeAll(OTHERS);
        assertThat(read).hasSizeGreaterThan(20);
        assertThat(names(NAMED, page)).containsExactlyInAnyOrderElementsOf(read);
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(EnvironmentPageTest::name).collect(Collectors.toSet());
    }

    private static String name(MatchResult found) {
        return found.groupCount() > 1 && found.group(1) == null ? found.group(2) : found.group(1);
    }
}
