package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.DeviceException;
import org.virnuc.models.DeviceMemoryException;
import org.virnuc.models.TestFiles;

/** What libtorch says when an operation of a graph fails, which begins with a sentence that says nothing. */
class ArchiveFailureTest {
    private final Path archive;

    ArchiveFailureTest(@TempDir Path folder) {
        archive = folder.resolve("probe.pt");
    }

    @BeforeAll
    static void start() {
        NativeEngine.start(TestFiles.CACHE, true);
    }

    /** A token would take 64 TiB. */
    @Test
    void memoryThatAnOperationLacksIsMemoryThatTheDeviceLacks() throws IOException {
        try (ArchiveSession session = ArchiveSession.open(GpuGraphs.hungry(archive, 1L << 44), Devices.CPU)) {
            assertThatThrownBy(() -> session.run(new long[16], 1, 16))
                    .isExactlyInstanceOf(DeviceMemoryException.class)
                    .hasMessageStartingWith("cpu is out of memory on a batch of 1 x 16 tokens: ")
                    .hasMessageContaining("can't allocate memory")
                    .hasMessageEndingWith("; choose a smaller `batchTokens` or a lower precision")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aFailureNamesItsReason() throws IOException {
        try (ArchiveSession session = ArchiveSession.open(GpuGraphs.lookup(archive, 1f, 2f), Devices.CPU)) {
            assertThatThrownBy(() -> session.run(new long[] {7}, 1, 1))
                    .isExactlyInstanceOf(DeviceException.class)
                    .hasMessage("cpu failed on a batch of 1 x 1 tokens: index out of range in self");
        }
    }
}
