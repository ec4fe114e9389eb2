package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.virnuc.cli.DocsPage.Block;
import picocli.CommandLine;

/** README and the pages in docs: every command and option that they name is there, and so is what every link leads to. */
class DocsTest {
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]+");
    private static final Pattern COMMAND = Pattern.compile("(?:^|[|(;&] *|\\$\\()(?:\\./)?virnuc(?: ([^|;&>)]*))?");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    /** Options of other programs that stand alone in a text. */
    private static final Set<String> OF_OTHERS = Set.of("--collector", "--signal");

    /** What begins like a command and is none: the name of a span. */
    private static final Set<String> NO_COMMANDS = Set.of("virnuc run");

    private final List<DocsPage> pages = DocsPage.all();
    private final CommandLine program = Main.whole();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Set<String>> anchors = new HashMap<>();

    DocsTest() throws IOException {
        program.setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Test
    void everyBlockSaysWhatItIs() {
        int commands = 0;
        for (DocsPage page : pages) {
            for (Block block : page.blocks()) {
                String place = page.name() + ", line " + block.line();
                assertThat(block.language()).as("%s: language", place).isNotEmpty();
                if (block.language().equals("text")) {
                    assertThat(block.mark()).as("%s: mark", place).isIn("output", "not compared");
                }
                if (block.mark().equals("not run")) {
                    assertThat(block.markValue()).as("%s: reason", place).isIn(DocsPage.REASONS);
                }
                commands += block.runs() ? 1 : 0;
            }
            assertThat(page.text().lines())
                    .as("%s: code is in fences, which can be marked", page.name())
                    .noneMatch(line -> line.matches("    (\\./)?virnuc .*"));
        }
        assertThat(commands).isGreaterThan(20);
    }

    /** What the build does not run is listed in {@code target/docs-not-run.txt}, and is less than half of all commands. */
    @Test
    void mostCommandsAreRun() throws IOException {
        List<String> left = new ArrayList<>();
        int all = 0;
        for (DocsPage page : pages) {
            for (Block block : page.blocks()) {
                all += block.language().equals("sh") ? 1 : 0;
                if (block.mark().equals("not run")) {
                    left.add(block.markValue() + "\t" + page.name() + ", line " + block.line() + "\t"
                            + block.lines().get(0));
                }
            }
        }
        Files.write(
                Path.of("target", "docs-not-run.txt"), left.stream().sorted().toList());
        assertThat(left).hasSizeLessThan(all / 2);
    }

    @Test
    void everyCommandParses() {
        int parsed = 0;
        for (DocsPage page : pages) {
            for (Block block : page.blocks()) {
                if (block.language().equals("sh")) {
                    String joined = block.script().replace("\\\n", " ");
                    for (String line : joined.split("\n", -1)) {
                        parsed += parse(page.name() + ", line " + block.line(), line);
                    }
                }
            }
            for (String span : spans(page)) {
                if (!NO_COMMANDS.contains(span) && (span.startsWith("virnuc ") || span.startsWith("./virnuc "))) {
                    parsed += parse(page.name(), span);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(parsed).isGreaterThan(80);
    }

    /** Parses the command lines of the program in a line of a script, and returns how many there are. */
    private int parse(String place, String line) {
        Matcher command = COMMAND.matcher(line.replaceFirst("\\s#.*", ""));
        int found = 0;
        while (command.find()) {
            List<String> words = words(command.group(1) == null ? "" : command.group(1));
            try {
                program.parseArgs(words.toArray(String[]::new));
            } catch (CommandLine.MissingParameterException incomplete) {
                // A text names a command without what it works on.
                assertThat(incomplete.getMessage()).as("%s: %s", place, line).startsWith("Missing required");
            } catch (CommandLine.ParameterException e) {
                wrong.add(place + ": " + line + ": " + e.getMessage());
            }
            found++;
        }
        return found;
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word =
                Pattern.compile("(?:'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+))").matcher(command.strip());
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words;
    }

    @Test
    void everyOptionIsThere() {
        Set<String> known = new TreeSet<>(OF_OTHERS);
        options(program, known);
        int found = 0;
        for (DocsPage page : pages) {
            for (String span : spans(page)) {
                boolean ours = span.startsWith("-") || span.startsWith("virnuc ") || span.startsWith("./virnuc ");
                Matcher option = OPTION.matcher(ours ? span : "");
                while (option.find()) {
                    if (!known.contains(option.group())) {
                        wrong.add(page.name() + ": " + span);
                    }
                    found++;
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(found).isGreaterThan(200);
    }

    private static void options(CommandLine command, Set<String> known) {
        command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        command.getSubcommands().values().forEach(below -> options(below, known));
    }

    /** Links within the project, to files and to headings. */
    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        int links = 0;
        for (String name : List.of(
                "CONTRIBUTING.md",
                "CHANGELOG.md",
                ".github/SECURITY.md",
                "benchmarks/RESULTS.md",
                "benchmarks/ACCURACY.md",
                "benchmarks/PARITY.md",
                "data/README.md")) {
            links += follow(DocsPage.of(name));
        }
        for (DocsPage page : pages) {
            links += follow(page);
        }
        assertThat(wrong).isEmpty();
        assertThat(links).isGreaterThan(80);
    }

    private int follow(DocsPage page) throws IOException {
        Matcher link = LINK.matcher(SPAN.matcher(page.text()).replaceAll("code"));
        int found = 0;
        while (link.find()) {
            String target = link.group(1);
            if (!target.contains("://") && !target.startsWith("mailto:")) {
                Path file = target.isEmpty()
                        ? Path.of(page.name())
                        : Path.of(page.name()).resolveSibling(target).normalize();
                boolean there = Files.exists(DocsPage.ROOT.resolve(file));
                if (!there
                        || (link.group(2) != null && !anchors(file.toString()).contains(link.group(2)))) {
                    wrong.add(page.name() + ": " + link.group());
                }
                found++;
            }
        }
        return found;
    }

    private Set<String> anchors(String file) throws IOException {
        Set<String> known = anchors.get(file);
        if (known == null) {
            known = new TreeSet<>();
            Matcher heading = HEADING.matcher(Files.readString(DocsPage.ROOT.resolve(file)));
            while (heading.find()) {
                String words =
                        heading.group(1).toLowerCase(java.util.Locale.ROOT).replaceAll("\\[(.*?)\\]\\(.*?\\)", "$1");
                known.add(words.replaceAll("[^\\w\\s-]", "").strip().replace(' ', '-'));
            }
            anchors.put(file, known);
        }
        return known;
    }

    private static List<String> spans(DocsPage page) {
        return SPAN.matcher(page.text()).results().map(span -> span.group(1)).toList();
    }
}
