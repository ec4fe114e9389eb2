package org.virnuc.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.engine.Setting;
import org.virnuc.engine.StageId;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.resume.Fingerprint;
import org.virnuc.engine.resume.Manifest;

class RunDirectoryTest {
    private final Path folder;
    private final Path root;

    RunDirectoryTest(@TempDir Path folder) {
        this.folder = folder;
        this.root = folder.resolve("a").resolve("run");
    }

    @Test
    void isMadeWhereItIsMissing() throws IOException {
        try (RunDirectory directory = RunDirectory.open(root, Layouts.LAYOUT)) {
            assertThat(directory.work()).isEqualTo(root.resolve("work")).isDirectory();
            assertThat(directory.file("x")).isEqualTo(root.resolve("x"));
        }
    }

    @Test
    void secondOpeningIsRefusedUntilTheFirstIsClosed() throws IOException {
        try (RunDirectory directory = RunDirectory.open(root, Layouts.LAYOUT)) {
            assertThat(directory.root()).isEqualTo(root);
            assertThatThrownBy(() -> RunDirectory.open(root, Layouts.LAYOUT))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(root + " is in use by another virnuc run; wait for it to end, or give another"
                            + " directory with `output`");
        }
        RunDirectory.open(root, Layouts.LAYOUT).close();
    }

    @Test
    void fileInTheWay() throws IOException {
        Files.createDirectories(root.getParent());
        Files.writeString(root, "a file");
        assertThatThrownBy(() -> RunDirectory.open(root, Layouts.LAYOUT))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("cannot write to the output directory " + root + " (")
                .hasMessageEndingWith("); give a directory you can write to with `output`");
    }

    /** Nobody can write to /proc, not even root, the usual user in a container. */
    @Test
    void unwritableDirectory() {
        Path unwritable = Path.of("/proc/virnuc-test");
        assertThatThrownBy(() -> RunDirectory.open(unwritable, Layouts.LAYOUT))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("cannot write to the output directory " + unwritable + " (");
    }

    @Test
    void publishCopiesOnlyWhatDiffers() throws IOException {
        try (RunDirectory directory = RunDirectory.open(root, Layouts.LAYOUT)) {
            Path source = Files.writeString(folder.resolve("source"), "one");
            Path target = directory.file("result");
            directory.publish(Map.of("result", source));
            assertThat(target).hasContent("one");

            FileTime marked = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
            Files.setLastModifiedTime(target, marked);
            directory.publish(Map.of("result", source));
            assertThat(Files.getLastModifiedTime(target)).isEqualTo(marked);

            Files.writeString(source, "two");
            directory.publish(Map.of("result", source));
            assertThat(target).hasContent("two");
            Files.writeString(source, "");
            directory.publish(Map.of("result", source));
            assertThat(target).isEmptyFile();
            assertThat(root).isDirectoryNotContaining("glob:**.tmp");
        }
    }

    /** They would neither count nor be published, but stay for good, up to gigabytes of them. */
    @Test
    void unfinishedFilesOfAKilledRunGoWhenTheDirectoryIsOpened() throws IOException {
        Path stage;
        try (RunDirectory directory = RunDirectory.open(root, Layouts.LAYOUT)) {
            stage = Files.createDirectories(directory.work().resolve("05-dnabert-s-0123456789ab"));
        }
        Path finished = Files.writeString(stage.resolve("shard_1.vec"), "x");
        String random = ".1-0123456789abcdef.tmp";
        List<Path> leftovers = List.of(
                root.resolve(".sequences.tsv" + random),
                root.resolve("work").resolve(".spent.json" + random),
                stage.resolve(".shard_2.vec" + random),
                Files.createDirectories(root.resolve("work").resolve("00-input"))
                        .resolve(".arriving" + random));
        List<Path> others = List.of(
                root.resolve(".thesis.tex" + random),
                Files.createDirectories(root.resolve("work").resolve("thesis")).resolve(".a" + random));
        for (Path file : leftovers) {
            Files.writeString(file, "torn");
        }
        for (Path file : others) {
            Files.writeString(file, "not of a run");
        }
        RunDirectory.open(root, Layouts.LAYOUT).close();
        assertThat(leftovers).noneMatch(Files::exists);
        assertThat(others).allMatch(Files::exists);
        assertThat(finished).exists();
    }

    @Test
    void clearWorkRemovesWorkOnly() throws IOException {
        try (RunDirectory directory = RunDirectory.open(root, Layouts.LAYOUT)) {
            Path own = directory.work().resolve("01-chunking-0123456789ab");
            Files.createDirectories(own.resolve("scratch"));
            Files.writeString(own.resolve("file"), "x");
            Files.writeString(directory.file("result"), "x");
            Path stranger = Files.createDirectories(directory.work().resolve("thesis"));
            directory.clearWork();
            directory.removeEmptyWork();
            assertThat(own).doesNotExist();
            assertThat(stranger).exists();
            assertThat(directory.file("result")).exists();
            Files.delete(stranger);
            directory.removeEmptyWork();
            assertThat(directory.work()).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"work", "sequences.tsv", "run.json", "telemetry.json", "report.html"})
    void aStrangersFilesAreNotTouched(String name) throws IOException {
        Path stranger = Files.createDirectories(root).resolve(name);
        Files.writeString(stranger, "precious");
        assertThatThrownBy(() -> RunDirectory.open(root, Layouts.LAYOUT))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        stranger + " is there and was not made by virnuc; give another directory with `output`, so that"
                                + " nothing is overwritten");
        assertThat(stranger).hasContent("precious");
    }

    @Test
    void latestManifestIsTheNewestOfTheStage() throws IOException {
        try (RunDirectory directory = RunDirectory.open(root, Layouts.LAYOUT)) {
            assertThat(directory.latestManifest(StageId.CHUNKING)).isEmpty();
            write(directory, StageId.CHUNKING, "300", "2026-01-01T00:00:00Z");
            write(directory, StageId.CHUNKING, "500", "2026-01-03T00:00:00Z");
            write(directory, StageId.CHUNKING, "400", "2026-01-02T00:00:00Z");
            write(directory, StageId.TRANSLATION, "600", "2026-01-04T00:00:00Z");
            assertThat(directory.latestManifest(StageId.CHUNKING).orElseThrow().settings())
                    .extracting(Setting::value)
                    .containsExactly("500");
        }
    }

    private static void write(RunDirectory directory, StageId stage, String value, String time) throws IOException {
        Fingerprint fingerprint = new Fingerprint(stage, List.of(new Setting("length", value, "")));
        Path stageFolder = Files.createDirectories(directory.stageFolder(fingerprint));
        new Manifest(
                        Manifest.FORMAT,
                        stage.word(),
                        fingerprint.digest(),
                        fingerprint.settings(),
                        "run",
                        1,
                        1,
                        Map.of(),
                        List.of())
                .write(stageFolder, true);
        Files.setLastModifiedTime(stageFolder.resolve(Manifest.FILE_NAME), FileTime.from(Instant.parse(time)));
    }
}
