package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
