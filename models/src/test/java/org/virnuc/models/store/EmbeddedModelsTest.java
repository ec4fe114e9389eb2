package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;

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
}
