package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ManPageTest {
    private static final String MACROS = "\\.(TH|SH|SS|TP|PP|nf|fi)( .*)?";

    @Test
    void everyCommandHasAPageWithAllItsOptions(@TempDir Path folder) throws IOException {
        assertThat(CommandRun.of("man", "-o", folder.resolve("man1").toString()).code())
                .isZero();
        check(Main.whole(), folder.resolve("man1"));
        try (Stream<Path> pages = Files.list(folder.resolve("man1"))) {
            assertThat(pages).hasSizeGreaterThan(20);
        }
    }

    private static void check(CommandLine command, Path folder) throws IOException {
        List<String> page = Files.readAllLines(folder.resolve(ManPage.name(command.getCommandSpec()) + ".1"));
        assertThat(page.get(0)).startsWith(".TH VIRNUC").contains(" 1 ");
        assertThat(page).contains(".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS", ".SH SEE ALSO");
        assertThat(page).filteredOn(line -> line.startsWith(".")).allMatch(line -> line.matches(MACROS));
        assertThat(page).noneMatch(line -> line.startsWith("'") || line.isEmpty());
        assertThat(String.join("\n", page)).isASCII();
        command.getCommandSpec().options().forEach(option -> assertThat(page.stream()
                        .anyMatch(line -> line.startsWith(
                                String.join(", ", option.names()).replace("-", "\\-"))))
                .as(option.longestName())
                .isEqualTo(!option.hidden()));
        for (Map.Entry<String, CommandLine> below : command.getSubcommands().entrySet()) {
            assertThat(page).contains(below.getKey().replace("-", "\\-"));
            check(below.getValue(), folder);
        }
    }

    @Test
    void oneCommandOnStandardOutput() {
        assertThat(CommandRun.of("man", "runs", "list").out())
                .contains("virnuc-runs-list \\- Lists runs, newest first")
                .contains(".SH EXAMPLES", "virnuc runs list \\-\\-since 7d \\-\\-status failed,crashed");
        assertThat(CommandRun.of("man").out()).contains(".SH EXIT STATUS");
    }

    @Test
    void badCommands() {
        CommandRun unknown = CommandRun.of("man", "runs", "lost");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err().get(0))
                .startsWith("virnuc: there is no command runs lost; below virnuc runs there are list, show, ");
        CommandRun both = CommandRun.of("man", "predict", "-o", "x");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err())
                .containsExactly("virnuc: -o writes the pages of all commands; leave out predict, or -o for one page on"
                        + " standard output");
    }
}
