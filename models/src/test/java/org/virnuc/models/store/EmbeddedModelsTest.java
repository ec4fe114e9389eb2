package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.Logged;

class EmbeddedModelsTest {
    private static final int AT_ONCE = 8;

    /** As with runs that start together on a fresh cache: all but one find the folder there when they rename theirs. */
    @Test
    void manyUnpackAtOnceAndOneFolderStays(@TempDir Path folder) throws Exception {
        CyclicBarrier together = new CyclicBarrier(AT_ONCE);
        ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
        List<Future<List<Path>>> damaged = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            damaged.add(executor.submit(() -> {
                together.await();
                return new EmbeddedModels(folder).damaged();
            }));
        }
        executor.shutdown();
        for (Future<List<Path>> one : damaged) {
            assertThat(one.get()).isEmpty();
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void deletedFilesAreUnpackedAgain(@TempDir Path folder) throws Exception {
        assertThat(new EmbeddedModels(folder).damaged()).isEmpty();
        Path mini = onlyFolder(folder);
        for (String file : List.of("calibration.json", "head.safetensors", "dna-encoder/config.json")) {
            Files.delete(mini.resolve(file));
        }
        assertThat(new EmbeddedModels(folder).damaged()).isEmpty();
        assertThat(onlyFolder(folder)).isEqualTo(mini);
    }

    /** Every file decides results, so any bit of any file counts; also where size and time of change are as they were. */
    @Test
    void aFlippedBitOfAnyFileIsRepairedWithAWarning(@TempDir Path folder) throws Exception {
        EmbeddedModels models = new EmbeddedModels(folder);
        models.damaged();
        Path mini = onlyFolder(folder);
        List<Path> files = files(mini);
        assertThat(files).hasSize(EmbeddedModels.fileCount());
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            FileTime changed = Files.getLastModifiedTime(file);
            for (byte[] damaged : List.of(flipped(whole), new byte[0], Arrays.copyOf(whole, whole.length + 1))) {
                Files.write(file, damaged);
                Files.setLastModifiedTime(file, changed);
                List<String> warnings = Logged.by(
                        EmbeddedModels.class,
                        () -> models.pack(new PartReader(ModelFamilies.BUILT_IN, new HashNotes(folder.resolve("d")))));
                assertThat(file).hasBinaryContent(whole);
                assertThat(warnings)
                        .containsExactly("WARN The unpacked file " + file
                                + " of virnuc-mini was damaged; it has been unpacked again");
            }
        }
    }

    @Test
    void aDamagedFileIsReportedOnceAndRepaired(@TempDir Path folder) throws Exception {
        EmbeddedModels models = new EmbeddedModels(folder);
        models.damaged();
        Path head = onlyFolder(folder).resolve("head.safetensors");
        Files.write(head, flipped(Files.readAllBytes(head)));
        assertThat(models.damaged()).containsExactly(head);
        assertThat(models.damaged()).isEmpty();
    }

    @Test
    void aDamagedFileThatCannotBeReplacedIsRefused(@TempDir Path folder) throws Exception {
        EmbeddedModels models = new EmbeddedModels(folder);
        models.damaged();
        Path config = onlyFolder(folder).resolve("dna-encoder/config.json");
        Files.delete(config);
        Files.createDirectories(config.resolve("in the way"));
        assertThatThrownBy(
                        () -> models.pack(new PartReader(ModelFamilies.BUILT_IN, new HashNotes(folder.resolve("d")))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(config + " is damaged and cannot be replaced (")
                .hasMessageEndingWith("); remove it, or set VIRNUC_CACHE to a folder that can be written");
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        flipped[bytes.length / 2] ^= 1;
        return flipped;
    }

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** A cache may be shared, so others may read it where the umask lets them. */
    @Test
    void theFolderMayBeReadByWhoeverMayReadANewFolder(@TempDir Path folder) throws Exception {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Path models = folder.resolve("models");
        assertThat(new EmbeddedModels(models).damaged()).isEmpty();
        assertThat(Files.getPosixFilePermissions(onlyFolder(models)))
                .isEqualTo(Files.getPosixFilePermissions(Files.createDirectory(folder.resolve("new"))));
    }

    private static Path onlyFolder(Path models) throws Exception {
        try (Stream<Path> all = Files.list(models)) {
            List<Path> folders = all.toList();
            assertThat(folders).hasSize(1);
            return folders.get(0);
        }
    }
}
