package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.cli.Program.Ended;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.report.JsonReport;

/** What workflow engines do to inputs and run directories: links, other working directories, moves, copies and kills. */
class StagedRunIT {
    private static final String RESULT = "prediction_results.txt";

    private final Path folder;
    private final Path task;

    StagedRunIT(@TempDir Path folder) {
        this.folder = folder;
        this.task = folder.resolve("task");
    }

    /** The input is a link to a file that nobody may write, as engines stage it; the output is relative. */
    @BeforeEach
    void stage() throws IOException {
        Path store = Files.createDirectory(folder.resolve("store"));
        Path demo = DemoInput.whole(store.resolve("demo.fna"));
        assertThat(demo.toFile().setReadOnly()).isTrue();
        assertThat(store.toFile().setWritable(false)).isTrue();
        Files.createDirectory(task);
        Files.createSymbolicLink(task.resolve("in.fna"), demo);
    }

    @Test
    void movedLinkedAndCopied() throws IOException, InterruptedException {
        assertThat(predict(task, "in.fna", "-o", "out").out())
                .singleElement()
                .asString()
                .endsWith("; results in out");
        assertThat(statuses(task.resolve("out"))).containsOnly(StageStatus.DONE);
        byte[] result = Files.readAllBytes(task.resolve("out").resolve(RESULT));

        Path moved = Files.move(task.resolve("out"), folder.resolve("moved"));
        predict(folder, "task/in.fna", "-o", "moved");
        assertThat(statuses(moved)).containsOnly(StageStatus.SKIPPED);

        Path retry = Files.createDirectory(folder.resolve("retry"));
        Files.createSymbolicLink(retry.resolve("link"), moved);
        Files.createSymbolicLink(
                retry.resolve("other.fna"), folder.resolve("store").resolve("demo.fna"));
        predict(retry, "other.fna", "-o", "link");
        assertThat(statuses(moved)).containsOnly(StageStatus.SKIPPED);
        assertThat(retry.resolve("link")).isSymbolicLink();

        copy(moved, retry.resolve("copy"));
        Files.delete(retry.resolve("copy").resolve(RESULT));
        predict(retry, "other.fna", "-o", "copy");
        assertThat(statuses(retry.resolve("copy"))).containsOnly(StageStatus.SKIPPED);
        assertThat(retry.resolve("copy").resolve(RESULT)).hasBinaryContent(result);
    }

    @Test
    void terminatedThenGoesOnInACopyElsewhere() throws IOException, InterruptedException {
        Path out = task.resolve("out");
        try (Program program = start(task, "in.fna", "-o", "out")) {
            program.follow(
                    out, files -> files.stream().anyMatch(file -> file.matches(".*/05-dnabert-s-[^/]*/\\..*\\.tmp")));
            program.terminate();
            assertThat(program.end().code()).isEqualTo(6);
        }
        assertThat(out.resolve(RESULT)).doesNotExist();
        Path retry = Files.createDirectory(folder.resolve("retry"));
        copy(out, retry.resolve("out"));
        Files.copy(task.resolve("in.fna"), retry.resolve("in.fna"));
        predict(retry, "in.fna", "-o", "out");
        assertThat(statuses(retry.resolve("out")).subList(0, 4)).containsOnly(StageStatus.SKIPPED);
        assertThat(retry.resolve("out").resolve(RESULT)).isNotEmptyFile();
    }

    @Test
    void aLinkThatLeadsNowhereIsToldClearly() throws IOException, InterruptedException {
        Files.createSymbolicLink(task.resolve("lost.fna"), folder.resolve("gone.fna"));
        try (Program program = start(task, "lost.fna", "-o", "out")) {
            Ended ended = program.end();
            assertThat(ended.code()).isEqualTo(3);
            assertThat(ended.err())
                    .containsExactly(
                            "virnuc: lost.fna: a link that leads to nothing; fetch or restore what it leads to (ls -l"
                                    + " shows it), or remove the link");
        }
    }

    private Ended predict(Path working, String... arguments) throws IOException, InterruptedException {
        try (Program program = start(working, arguments)) {
            Ended ended = program.end();
            assertThat(ended.code()).as("%s", ended.err()).isZero();
            return ended;
        }
    }

    private Program start(Path working, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("predict", "--progress", "none"));
        Collections.addAll(command, arguments);
        return Program.start(folder, working, Map.of(), command.toArray(String[]::new));
    }

    private static List<StageStatus> statuses(Path out) throws IOException {
        return JsonReport.read(out.resolve("telemetry.json")).stages().stream()
                .map(StageReport::status)
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }
}
