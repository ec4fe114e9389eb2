package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceException;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.PendingVectors;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.UnusedDevice;
import org.virnuc.pipeline.embeddings.EncoderSource;

/** What the observer of a stage hears of its encoder. */
class ObservedEncoderTest {
    private static final UnusedDevice LOST = new UnusedDevice("cuda:0", "cuda:0 cannot load the model");

    private final List<UnusedDevice> unused = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private int opened;

    @Test
    void devicesThatCouldNotLoadTheModelAreToldOnceAndBatchesWithTheirFile() throws InterruptedException {
        try (ObservedEncoder encoder = encoder()) {
            assertThat(unused).isEmpty();
            assertThat(encoder.start(List.of("A", "C"), 0, "shard_1.vec").await())
                    .hasSize(2);
            assertThat(encoder.vectors(List.of("G"))).hasSize(1);
        }
        assertThat(opened).isEqualTo(1);
        assertThat(unused).containsExactly(LOST);
        assertThat(files).containsExactly("shard_1.vec", "");
    }

    @Test
    void whatCannotBeOpenedIsTriedOnce() {
        DeviceException none = new DeviceException("none of 2 devices can load the model");
        try (ObservedEncoder encoder = new ObservedEncoder(
                StageId.ESM_2,
                EncoderSource.lazily(() -> {
                    opened++;
                    throw none;
                }),
                new Observer(),
                true)) {
            assertThatThrownBy(encoder::dimension).isSameAs(none);
            assertThatThrownBy(() -> encoder.start(List.of("A"), 0, "")).isSameAs(none);
        }
        assertThat(opened).isEqualTo(1);
    }

    /** A cache is read while vectors are started, and an interrupt ends that, too. */
    @Test
    void anInterruptWhileVectorsAreStartedCancelsTheStage() {
        SequenceEncoder interrupted = new Encoder() {
            @Override
            public float[] encode(List<String> sequences, BatchListener listener) {
                throw new AssertionError("nothing is computed");
            }

            @Override
            public PendingVectors start(List<String> sequences, long followedBy, BatchListener listener) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new ClosedByInterruptException());
            }
        };
        EncoderSource source = EncoderSource.lazily(() -> interrupted);
        try (ObservedEncoder encoder = new ObservedEncoder(StageId.ESM_2, source, new Observer(), true)) {
            assertThatThrownBy(() -> encoder.start(List.of("A"), 0, ""))
                    .isInstanceOf(InterruptedException.class)
                    .hasMessage("esm-2 was cancelled")
                    .hasCauseInstanceOf(UncheckedIOException.class);
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    private ObservedEncoder encoder() {
        return new ObservedEncoder(
                StageId.ESM_2,
                EncoderSource.lazily(() -> {
                    opened++;
                    return new Encoder();
                }),
                new Observer(),
                true);
    }

    private final class Observer implements StageObserver {
        @Override
        public void items(long more) {}

        @Override
        public void metric(String name, Number value) {}

        @Override
        public void batch(EncoderInfo model, BatchFigures figures) {
            files.add("without one");
        }

        @Override
        public void batch(String file, EncoderInfo model, BatchFigures figures) {
            files.add(file);
        }

        @Override
        public void unused(UnusedDevice device) {
            unused.add(device);
        }
    }

    /** On cuda:1, because cuda:0 has no room. */
    private static class Encoder implements SequenceEncoder {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public EncoderInfo info() {
            return new EncoderInfo("test", "", "", 0, "fp32", "cuda:1");
        }

        @Override
        public float[] encode(List<String> sequences, BatchListener listener) {
            listener.batch(new BatchFigures(sequences.size(), 3, 3, 1, "cuda:1"));
            return new float[sequences.size()];
        }

        @Override
        public List<UnusedDevice> unusedDevices() {
            return List.of(LOST);
        }

        @Override
        public void close() {}
    }
}
