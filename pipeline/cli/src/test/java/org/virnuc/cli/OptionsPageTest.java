package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The page {@code docs/options.md} is what the program says of itself. To write it again:
 * {@code mvn -pl pipeline/cli -am test -Dtest=OptionsPageTest -Dvirnuc.write -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class OptionsPageTest {
    private static final Path PAGE = DocsPage.ROOT.resolve("docs/options.md");

    private final StringBuilder page = new StringBuilder();

    @Test
    void thePageSaysWhatTheProgramSays() throws IOException {
        page.append(
                        "# Options\n\nEvery command with its options, written from the program itself. `virnuc COMMAND --help` says the same, and so do")
                .append(" the manual pages.\n");
        command(Main.whole());
        if (System.getProperty("virnuc.write") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(page.toString().lines()).hasSizeGreaterThan(150);
        assertThat(Files.readString(PAGE))
                .as("docs/options.md; OptionsPageTest says how to write it again")
                .isEqualTo(page.toString());
    }

    private void command(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        page.append("\n## ").append(spec.qualifiedName()).append('\n');
        for (String sentence : spec.usageMessage().description()) {
            page.append(text(sentence)).append('\n');
        }
        page.append("\n<!-- not compared -->\n```text\n")
                .append(line.getHelp().abbreviatedSynopsis().strip())
                .append("\n```\n");
        Map<Section, List<OptionSpec>> sections = Section.of(spec);
        if (sections.isEmpty()) {
            table("option", spec.options());
        }
        sections.forEach((section, options) -> table(section.title(), options));
        line.getSubcommands().values().forEach(this::command);
    }

    private void table(String title, List<OptionSpec> all) {
        List<OptionSpec> options = all.stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .toList();
        if (options.isEmpty()) {
            return;
        }
        page.append("\n| ").append(title).append(" | |\n|---|---|\n");
        for (OptionSpec option : options) {
            String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            page.append("| `")
                    .append(String.join("`, `", option.names()))
                    .append(value)
                    .append("` | ");
            page.append(text(String.join(" ", option.description()))).append(" |\n");
        }
    }

    /** The help marks no code, so letters that mean something in Markdown are escaped. */
    private static String text(String description) {
        return String.format(description)
                .replace("\n", " ")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("*", "\\*")
                .replace("_", "\\_");
    }
}
