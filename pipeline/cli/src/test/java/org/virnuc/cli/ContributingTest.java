package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks what CONTRIBUTING.md says about the sources. */
class ContributingTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z0-9]+)`");
    private static final Pattern TOUR = Pattern.compile("^[0-9]\\. \\*\\*.*?\\*\\*(.*)$", Pattern.MULTILINE);

    private final String text = Files.readString(ROOT.resolve("CONTRIBUTING.md"));
    private final List<Path> sources = sources();

    ContributingTest() throws IOException {}

    @Test
    void everyClassIsThere() {
        Set<String> missing = names(text);
        missing.removeAll(sources.stream().map(ContributingTest::name).collect(Collectors.toSet()));
        missing.removeAll(Set.of("Config", "Tokenizer", "Weights", "Graph")); // what the classes of a family are called
        assertThat(missing).isEmpty();
    }

    @Test
    void fiveToursOfFourFilesEach() {
        Matcher tour = TOUR.matcher(section("Guided tours"));
        List<Set<String>> tours = new ArrayList<>();
        while (tour.find()) {
            tours.add(names(tour.group(1)));
        }
        assertThat(tours).hasSize(5).allSatisfy(files -> assertThat(files).hasSize(4));
    }

    /** The step of --refine, as CONTRIBUTING.md has it as its example. */
    @Test
    void aStepTouchesWhatIsListed() throws IOException {
        Matcher listed =
                Pattern.compile("It touches (.*?), and nothing else").matcher(section("Add or change a stage"));
        assertThat(listed.find()).isTrue();
        Set<String> touched = new TreeSet<>();
        for (Path source : sources) {
            if (source.toString().contains("/src/main/")
                    && Files.readString(source).matches("(?s).*\\b(REFINEMENT|RefinementStage|RefinementStep)\\b.*")) {
                touched.add(name(source));
            }
        }
        assertThat(touched).isEqualTo(names(listed.group(1)));
    }

    @Test
    void everyModuleIsInTheTable() throws IOException {
        Matcher module = Pattern.compile("<module>(.*?)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")));
        String table = section("Where things are");
        int found = 0;
        while (module.find()) {
            assertThat(table).contains("`" + module.group(1) + "`");
            found++;
        }
        assertThat(found).isGreaterThan(10);
    }

    private String section(String title) {
        int from = text.indexOf("\n## " + title + "\n");
        assertThat(from).as(title).isNotNegative();
        int to = text.indexOf("\n## ", from + 1);
        return text.substring(from, to < 0 ? text.length() : to);
    }

    private static Set<String> names(String part) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(part);
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(file -> file.toString().endsWith(".java")
                            && !file.toString().contains("/target/"))
                    .toList();
        }
    }

    private static String name(Path source) {
        return source.getFileName().toString().replace(".java", "");
    }
}
