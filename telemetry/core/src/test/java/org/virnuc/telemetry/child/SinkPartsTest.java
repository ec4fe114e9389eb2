package org.virnuc.telemetry.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;

/** Closed parts of the file that child processes write to are compressed, and count as the file itself does. */
class SinkPartsTest {
    private static final String LINE = "{\"type\":\"progress\",\"items\":1}\n";

    private final Path folder;
    private final Path file;
    private final PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", new ManualClock());
    private final StageSpan span = telemetry.startStage("annotation", -1);

    SinkPartsTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("child.jsonl");
    }

    private ChildFeed feed() {
        return new ChildFeed(span, file);
    }

    private void write(int lines) throws IOException {
        Files.writeString(file, LINE.repeat(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> events() {
        return telemetry.snapshot().events().stream().map(EventReport::message).toList();
    }

    private static String unpacked(Path part) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(part))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterEach
    void end() {
        telemetry.endStage(span, StageFigures.of(1, 1));
        telemetry.close();
    }

    @Test
    void everyLineOfEveryPartCountsOnce() throws IOException {
        try (ChildFeed feed = feed()) {
            write(1000);
            feed.closePart();
            assertThat(span.itemsDone()).isEqualTo(1000);
            write(20);
            feed.poll();
            write(3);
            feed.closePart();
            write(1);
        }
        assertThat(span.itemsDone()).isEqualTo(1024);
        assertThat(files()).containsExactly("child.jsonl", "child.jsonl.1.gz", "child.jsonl.2.gz");
        assertThat(unpacked(folder.resolve("child.jsonl.1.gz"))).isEqualTo(LINE.repeat(1000));
        assertThat(unpacked(folder.resolve("child.jsonl.2.gz"))).isEqualTo(LINE.repeat(23));
        assertThat(Files.size(folder.resolve("child.jsonl.1.gz"))).isLessThan(1000);
        assertThat(telemetry.snapshot().stages().get(0).metrics())
                .containsEntry("child_sink_bytes", 1024L * LINE.length())
                .doesNotContainKey("child_lines_bad");
        assertThat(events()).isEmpty();
    }

    @Test
    void aLaterFeedReadsThePartsOfAnEarlierOneInTheirOrder() throws IOException {
        StageSpan first = telemetry.startStage("first", -1);
        try (ChildFeed feed = new ChildFeed(first, file)) {
            for (int part = 1; part <= 11; part++) {
                Files.writeString(file, "{\"type\":\"metric\",\"name\":\"part\",\"value\":" + part + "}\n" + LINE);
                feed.closePart();
            }
        }
        telemetry.endStage(first, StageFigures.of(1, 1));
        try (ChildFeed feed = feed()) {
            feed.poll();
        }
        assertThat(span.itemsDone()).isEqualTo(11);
        assertThat(telemetry.snapshot().stages())
                .filteredOn(stage -> stage.id().equals("annotation"))
                .singleElement()
                .satisfies(stage -> assertThat(stage.metrics()).containsEntry("part", 11L));
    }

    @Test
    void aPartWhoseCompressionDidNotFinishIsReadAsItIs() throws IOException {
        Files.writeString(folder.resolve("child.jsonl.1"), LINE.repeat(2));
        write(5);
        try (ChildFeed feed = feed()) {
            feed.closePart();
        }
        assertThat(span.itemsDone()).isEqualTo(7);
        assertThat(files()).containsExactly("child.jsonl.1", "child.jsonl.2.gz");
    }

    @Test
    void aPartThatIsThereTwiceCountsOnce() throws IOException {
        write(5);
        try (ChildFeed feed = feed()) {
            feed.closePart();
        }
        Files.writeString(folder.resolve("child.jsonl.1"), LINE.repeat(5)); // killed before it was deleted
        StageSpan again = telemetry.startStage("again", -1);
        try (ChildFeed feed = new ChildFeed(again, file)) {
            feed.poll();
        }
        telemetry.endStage(again, StageFigures.of(1, 1));
        assertThat(again.itemsDone()).isEqualTo(5);
    }

    @Test
    void whatNoChildHasWrittenIsNoPart() throws IOException {
        try (ChildFeed feed = feed()) {
            feed.closePart();
            Files.createFile(file);
            feed.closePart();
        }
        assertThat(files()).containsExactly("child.jsonl");
        assertThat(events()).isEmpty();
    }

    @Test
    void aDamagedPartIsNamedAndTheRestIsRead() throws IOException {
        Files.writeString(folder.resolve("child.jsonl.1.gz"), "no gzip");
        write(2);
        try (ChildFeed feed = feed()) {
            feed.poll();
        }
        assertThat(span.itemsDone()).isEqualTo(2);
        assertThat(events())
                .singleElement()
                .asString()
                .startsWith("1 of 2 lines of child processes could not be used: child.jsonl.1.gz cannot be read: ");
    }

    @Test
    void aLineThatAPartEndsInIsTorn() throws IOException {
        try (ChildFeed feed = feed()) {
            Files.writeString(file, LINE + "{\"type\":");
            feed.closePart();
            write(1);
        }
        assertThat(span.itemsDone()).isEqualTo(2);
        assertThat(events())
                .containsExactly(
                        "1 of 3 lines of child processes could not be used: line 2: torn at the end of the file");
    }

    @Test
    void theCapIsForAllPartsTogether() throws IOException {
        try (ChildFeed feed = new ChildFeed(span, file, 10L * LINE.length())) {
            write(8);
            feed.closePart();
            write(4);
            feed.closePart();
            write(1);
        }
        assertThat(span.itemsDone()).isEqualTo(12);
        assertThat(files()).containsExactly("child.jsonl", "child.jsonl.1.gz", "child.jsonl.2.gz");
        assertThat(events()).hasSize(2).last().asString().contains(" is larger than ");
    }

    /** The children of two batches, each of which has ended before its part is closed. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void childrenThatEndedLeaveCompressedParts() throws IOException, InterruptedException {
        try (ChildFeed feed = feed()) {
            for (int batch = 0; batch < 2; batch++) {
                String script = "echo '" + LINE.strip() + "' >> \"$VIRNUC_TELEMETRY_SINK\"; exit 3";
                assertThat(ChildProcess.run(new ProcessBuilder("sh", "-c", script), feed))
                        .isEqualTo(3);
                feed.closePart();
            }
        }
        assertThat(span.itemsDone()).isEqualTo(2);
        assertThat(files()).containsExactly("child.jsonl.1.gz", "child.jsonl.2.gz");
    }
}
