package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceEvent;
import org.virnuc.models.DeviceMemoryException;

/** Memory of a GPU: what loading takes, what fits, what happens where something does not, and that nothing is lost. */
@Tag("gpu")
class GpuMemoryTest {
    private static final long MEBIBYTE = 1 << 20;

    /** What libtorch's allocator may round up to, or another process may take meanwhile. */
    private static final long SLACK = 32 * MEBIBYTE;

    private static final int LENGTH = 128;

    private final Path folder;

    GpuMemoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void weightsAreLoadedOntoTheDeviceOnceAndFreedWithTheModel() throws IOException {
        float[] weights = new float[(int) (64 * MEBIBYTE / Float.BYTES)];
        Path archive = GpuGraphs.lookup(folder.resolve("weights.pt"), weights);
        try (ArchiveSession first = Gpu.open(GpuGraphs.hungry(folder.resolve("small.pt"), 1))) {
            first.run(new long[] {1}, 1, 1);
            long before = Gpu.freeBytes();
            try (ArchiveSession second = Gpu.open(archive)) {
                assertThat(second.device()).isEqualTo(Gpu.FIRST);
                assertThat(before - Gpu.freeBytes()).isBetween(64 * MEBIBYTE, 64 * MEBIBYTE + SLACK);
            }
            first.release();
            assertThat(Gpu.freeBytes()).isGreaterThan(before - SLACK);
        }
    }

    @Test
    void aModelThatTheDeviceHasNoRoomForIsRefused() throws IOException {
        float[] weights = new float[(int) (64 * MEBIBYTE / Float.BYTES)];
        Path archive = GpuGraphs.lookup(folder.resolve("weights.pt"), weights);
        try (ArchiveSession first = Gpu.open(GpuGraphs.hungry(folder.resolve("small.pt"), 1))) {
            try (NDManager ballast = NativeEngine.running().newBaseManager(Device.gpu(0))) {
                fill(ballast);
                assertThatThrownBy(() -> Gpu.open(archive))
                        .isInstanceOf(DeviceMemoryException.class)
                        .hasMessageStartingWith(Gpu.FIRST + " has no room for the model: ")
                        .hasMessageEndingWith("; choose a lower precision");
            }
            first.release();
            Gpu.open(archive).close();
        }
    }

    /** A token takes a ten-thousandth of what is free, so that 8,000 tokens take four fifths of it. */
    @Test
    void theTokenBudgetIsWhatFitsIntoFourFifthsOfFreeMemory() throws IOException {
        long floats = Gpu.freeBytes() / 10_000 / Float.BYTES;
        try (ArchiveSession session = Gpu.open(GpuGraphs.hungry(folder.resolve("hungry.pt"), floats))) {
            assertThat(session.freeBytes()).isPositive();
            assertThat(TokenBudget.measure(session, Integer.MAX_VALUE)).isEqualTo(4096);
            assertThat(TokenBudget.measure(session, 512)).isEqualTo(512);
            session.release();
        }
    }

    /** Batches of 64 rows would take one and a half times the memory that is free, half of one takes three quarters. */
    @Test
    void aBatchWithoutRoomIsHalvedAndTheDeviceGoesOn() throws IOException {
        int slots = 64 * LENGTH;
        long before = Gpu.freeBytes();
        long floats = before * 3 / 2 / slots / Float.BYTES;
        ArchiveSession session = Gpu.open(GpuGraphs.hungry(folder.resolve("hungry.pt"), floats));
        Heard heard = new Heard();
        try (BatchedEncoder encoder = GpuGraphs.encoder(slots, 2, session)) {
            float[] vectors = encoder.encode(Collections.nCopies(256, "A".repeat(LENGTH)), heard);
            float[] expected = new float[2 * 256];
            for (int i = 0; i < expected.length; i += 2) {
                expected[i] = LENGTH;
                expected[i + 1] = LENGTH * 'A';
            }
            assertThat(vectors).isEqualTo(expected);
            session.release();
            assertThat(Gpu.freeBytes()).as("free after all").isGreaterThan(before - before / 8);
        }
        assertThat(heard.failures).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(DeviceEvent.Kind.OUT_OF_MEMORY);
            assertThat(event.batchTokens()).isEqualTo(slots / 2);
            assertThat(event.message())
                    .isEqualTo("cuda:0 ran out of memory on a batch of 64 x 128 tokens; the batch is halved, and"
                            + " further batches there have at most 4096 tokens");
        });
        assertThat(heard.figures).hasSize(8).allMatch(figures -> figures.slots() == slots / 2);
        assertThat(heard.figures).extracting(BatchFigures::device).containsOnly(Gpu.FIRST);
    }

    /** A batch has 64 KiB of ids and 32 KiB of vectors: if one of them stayed, hundreds of batches would show it. */
    @Test
    void hundredsOfBatchesTakeNoMoreMemoryThanTheFirst() throws IOException {
        int rows = 4096;
        long[] ids = new long[2 * rows];
        Arrays.fill(ids, 7);
        try (ArchiveSession session = Gpu.open(GpuGraphs.hungry(folder.resolve("small.pt"), 16))) {
            for (int i = 0; i < 20; i++) {
                session.run(ids, rows, 2);
            }
            long before = Gpu.freeBytes();
            for (int i = 0; i < 500; i++) {
                assertThat(session.run(ids, rows, 2)).hasSize(2 * rows).contains(14f);
            }
            assertThat(before - Gpu.freeBytes()).isLessThan(8 * MEBIBYTE);
        }
    }

    /** Takes all but less than 64 MiB. */
    private static void fill(NDManager ballast) {
        long piece = Gpu.freeBytes();
        while (piece >= 16 * MEBIBYTE) {
            try {
                ballast.create(new Shape(piece), DataType.UINT8);
            } catch (EngineException e) {
                piece /= 2;
            }
        }
    }

    private static final class Heard implements BatchListener {
        final List<BatchFigures> figures = new ArrayList<>();
        final List<DeviceEvent> failures = new ArrayList<>();

        @Override
        public void batch(BatchFigures batch) {
            figures.add(batch);
        }

        @Override
        public void failed(DeviceEvent event) {
            failures.add(event);
        }
    }
}
