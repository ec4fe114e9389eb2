package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.EncoderUse;

/** A GPU computes while the program goes on: a clock that did not wait for it would measure how fast work is queued. */
@Tag("gpu")
class GpuClockTest {
    private static final int WIDTH = 8192;
    private static final int PRODUCTS = 40;

    /** Operations a second in fp32 that no GPU reaches, more than ten times what the fastest of 2025 does. */
    private static final double BEYOND_ANY_GPU = 2e15;

    /** Queueing these products takes less than a millisecond; computing them cannot take less than 20 on any GPU. */
    @Test
    void aBatchTakesAtLeastAsLongAsItsArithmetic(@TempDir Path folder) throws IOException {
        double seconds = 2.0 * PRODUCTS * WIDTH * WIDTH * WIDTH / BEYOND_ANY_GPU;
        List<BatchFigures> batches = new ArrayList<>();
        ArchiveSession session = Gpu.open(GpuGraphs.busy(folder.resolve("busy.pt"), WIDTH, PRODUCTS));
        try (BatchedEncoder encoder = GpuGraphs.encoder(1, 1, session)) {
            encoder.encode(List.of("A"), batches::add); // the first also loads kernels
            long start = System.nanoTime();
            float[] vectors = encoder.encode(List.of("B"), batches::add);
            long around = System.nanoTime() - start;
            assertThat(vectors[0] - 'B').isBetween(0f, 1f);
            assertThat(batches.get(1).device()).isEqualTo(Gpu.FIRST);
            assertThat(batches.get(1).nanos()).isBetween((long) (seconds * 1e9), around);
            EncoderUse use = encoder.use();
            assertThat(use.lanes()).isEqualTo(1);
            assertThat(use.warmUpNanos()).isEqualTo(batches.get(0).nanos());
            assertThat(use.busyNanos())
                    .isEqualTo(batches.get(0).nanos() + batches.get(1).nanos());
        }
    }
}
