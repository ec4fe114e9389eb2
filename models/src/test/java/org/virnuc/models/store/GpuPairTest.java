package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.TestFiles;
import org.virnuc.models.engine.Gpu;

/** Two GPUs of one kind; a machine with one runs the other tests with {@code -Dgroups=gpu -DexcludedGroups=two-gpus}. */
@Tag("gpu")
@Tag("two-gpus")
class GpuPairTest {
    private static final List<String> SEQUENCES =
            IntStream.range(0, 400).mapToObj(i -> "MKLVA".repeat(5 + i % 30)).toList();

    @Test
    void twoGpusShareTheWorkAndGiveTheBitsOfOne() {
        EncoderOptions two = Gpu.options(2, Precision.FP32, 1000);
        Both both = new Both();
        float[] shared;
        try (SequenceEncoder encoder = open(two)) {
            assertThat(encoder.info().device()).isEqualTo("cuda:0,cuda:1");
            shared = encoder.encode(SEQUENCES, both);
            assertThat(encoder.use().lanes()).isEqualTo(2);
            assertThat(encoder.unusedDevices()).isEmpty();
        }
        assertThat(both.devices).contains("cuda:0", "cuda:1").hasSizeGreaterThan(10);
        try (SequenceEncoder encoder = open(Gpu.options(Precision.FP32, 1000))) {
            assertThat(encoder.encode(SEQUENCES, BatchListener.NONE)).isEqualTo(shared);
        }
    }

    private static SequenceEncoder open(EncoderOptions options) {
        ModelStore store = new ModelStore(TestFiles.CACHE);
        return store.openEncoder(store.pack("virnuc-mini").protein(), options);
    }

    /** Holds the first batch until the other GPU has one, too. */
    private static final class Both implements BatchListener {
        final List<String> devices = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch two = new CountDownLatch(2);

        @Override
        public void before(BatchRequest batch) {
            two.countDown();
            try {
                assertThat(two.await(1, TimeUnit.MINUTES))
                        .as("both GPUs have a batch")
                        .isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void batch(BatchFigures figures) {
            devices.add(figures.device());
        }
    }
}
