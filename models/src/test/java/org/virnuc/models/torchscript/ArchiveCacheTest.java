package org.virnuc.models.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveCacheTest {
    private static final ArchiveCache.Key KEY = new ArchiveCache.Key("esm2", "ab".repeat(32), "fp32-plain", 1);

    private final Path folder;

    ArchiveCacheTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void convertsOnceForAllWhoAsk() throws Exception {
        AtomicInteger conversions = new AtomicInteger();
        ArchiveCache.Conversion conversion = path -> {
            conversions.incrementAndGet();
            Files.writeString(path, "archive");
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Path>> paths = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> new ArchiveCache(folder.resolve("a")).get(KEY, conversion)))
                    .toList();
            for (Future<Path> path : paths) {
                assertThat(path.get())
                        .hasContent("archive")
                        .hasFileName("esm2-abababababababababababab-fp32-plain-v1.pt");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(conversions).hasValue(1);
    }

    @Test
    void namesTheFileThatCannotBeWritten() {
        ArchiveCache cache = new ArchiveCache(folder);
        assertThatThrownBy(() -> cache.get(KEY, path -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write the converted model " + folder)
                .hasMessageEndingWith("No space left on device");
    }
}
