package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.files.UserFolders;

/** Commands about past runs that cannot do what they are asked for say so in one line. */
class RunsMisuseTest {
    private final Path folder;

    RunsMisuseTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list --since yesterday | --since yesterday is not a time; give a date such as 2026-11-22, a time such as 2026-11-22T15:30:00Z, or an age such as 7d, 12h or 30m",
                "list --status lost | --status lost is unknown; there are running, done, failed, cancelled, crashed",
                "list --limit 0 | --limit 0 shows nothing; give 1 or more, or all",
                "list --limit x | --limit x is neither a number nor all",
                "list --columns run,price | --columns: \"price\" is no column; there are run, started, status, name, tags, input, outcome, wall, tokens, cost, warnings, models, directory, note",
                "list --sort price | --sort: \"price\" is no column; there are run, started, status, name, tags, input, outcome, wall, tokens, cost, warnings, models, directory, note",
                "prune | nothing says which runs to forget; give --before or --max-size",
                "prune --max-size big | --max-size big is not a size; give one such as 500MB or 2GB",
                "export --format pdf | --format pdf needs a file; name one with -o",
                "export -o x.txt | -o x.txt does not say what to write; end it in .csv, .json, .zip or .pdf, or give --format",
                "watch --every soon | --every soon is not an amount of time; give one such as 7d, 12h or 30m",
                "archive | give either --before, to archive runs, or --restore, to take them back",
            })
    void aWrongOptionIsOneLine(String arguments, String message) {
        List<String> all = new ArrayList<>(List.of("runs"));
        all.addAll(List.of(arguments.split(" ", -1)));
        all.addAll(List.of("--history", folder.resolve("history.db").toString()));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertThat(run.err()).containsExactly("virnuc: " + message);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void checkFindsAndMendsDamage() throws IOException {
        Path damaged = Files.writeString(folder.resolve("damaged.db"), "no database ".repeat(100));
        CommandRun run = CommandRun.of("runs", "check", "--history", damaged.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .containsExactly("virnuc: history " + damaged + " is not a history file; name another one, or move it"
                        + " aside by: virnuc runs check --repair");
        CommandRun repaired = CommandRun.of("runs", "check", "--repair", "--history", damaged.toString());
        assertThat(repaired.code()).isZero();
        assertThat(repaired.out().get(0)).startsWith("saved 0 runs; the damaged file is " + damaged + ".damaged-");
        assertThat(repaired.out()).endsWith("no damage");
    }

    @Test
    void withoutAFileThereIsNoHistory() {
        assertThat(CommandRun.of("runs", "list", "--history", "off").err())
                .containsExactly("virnuc: no history is kept (off); name a file with --history");
        assertThat(HistoryOption.notKept(null, new UserFolders(Map.of(), "")))
                .hasMessage("no history is kept, because the user has no home folder; name a file with --history or"
                        + " VIRNUC_HISTORY");
        assertThat(HistoryOption.notKept("", new UserFolders(Map.of("VIRNUC_HISTORY", "off"), "")))
                .hasMessage("no history is kept (off); name a file with --history");
    }
}
