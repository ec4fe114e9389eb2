package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history entry of the packaged program while it runs and after it was killed. */
class HistoryIT {
    private static final int MOST_LOOKS = 3_000;

    @Test
    void watchedThenKilledThenClosedAsCrashed(@TempDir Path folder) throws IOException, InterruptedException {
        String history = folder.resolve("history.db").toString();
        Path out = folder.resolve("out");
        String[] waiting = {"predict", "-", "-o", out.toString(), "--progress", "none", "--history", history};
        try (Program program = Program.start(folder, waiting)) {
            CommandRun watched = watch(history);
            for (int look = 0; !isOn(watched) && look < MOST_LOOKS; look++) {
                program.follow(folder, files -> !files.isEmpty());
                watched = watch(history);
            }
            assertThat(watched.out())
                    .singleElement()
                    .asString()
                    .matches("[0-9]{8}T[0-9]{6}-[0-9a-f]{6}  [0-9]+:[0-9]{2}  no stage done yet  standard input  "
                            + out);
            program.kill();
            program.end();
        }
        assertThat(watch(history).out()).containsExactly("no run is on");
        List<String> listed =
                CommandRun.of("runs", "list", "--history", history).out();
        assertThat(listed).hasSize(2);
        assertThat(listed.get(1)).contains("crashed", out.toString());

        Path input = Files.writeString(folder.resolve("in.fa"), ">a\n" + "ATGAAACGTATTGGTCGC".repeat(40) + "\n");
        String[] again = {"predict", input.toString(), "-o", out.toString(), "--history", history};
        try (Program program = Program.start(folder, again)) {
            Program.Ended ended = program.end();
            assertThat(ended.code()).as("%s", ended.err()).isZero();
            assertThat(String.join("\n", ended.err())).contains("summary: ");
        }
        assertThat(CommandRun.of("runs", "show", out.toString(), "--history", history)
                        .out())
                .contains(
                        "Status     done",
                        "Continues  " + listed.get(1).split(" ", 2)[0],
                        "Attempt    2 of 2 in this directory that the history has");
    }

    private static boolean isOn(CommandRun watched) {
        return !watched.out().equals(List.of("no run is on"));
    }

    private static CommandRun watch(String history) {
        return CommandRun.of("runs", "watch", "--once", "--history", history);
    }
}
