package org.virnuc.pipeline.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.virnuc.pipeline.embeddings.VectorUse.ENCODER;
import static org.virnuc.pipeline.embeddings.VectorUse.sequences;

import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.PendingVectors;
import org.virnuc.models.SequenceEncoder;

/** An encoder behind a cache keeps the contract of encoders and computes only missing vectors. */
class CachedEncoderTest {
    private final EncoderSource source;
    private final List<List<String>> started = new ArrayList<>();
    private int loaded;
    private int closed;

    CachedEncoderTest(@TempDir Path folder) {
        EncoderSource computing = EncoderSource.lazily(() -> {
            loaded++;
            return new Encoder();
        });
        source = computing.cachedIn(new EmbeddingCache(folder.resolve("cache"), 1L << 30), ENCODER);
    }

    @Test
    void onlyWhatTheCacheLacksReachesTheEncoder() {
        try (StepEncoder encoder = source.open(new Observer())) {
            assertThat(encoder.encode(sequences(0, 4), BatchListener.NONE)).isEqualTo(vectors(sequences(0, 4)));
            assertThat(encoder.encode(sequences(2, 4), BatchListener.NONE)).isEqualTo(vectors(sequences(2, 4)));
            assertThat(encoder.cacheUse()).contains(new CacheUse(2, 6, 0));
        }
        assertThat(started).containsExactly(sequences(0, 4), sequences(4, 2));
        assertThat(loaded).isEqualTo(1);
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void whereAllIsFoundNoWeightsAreLoaded() {
        try (StepEncoder encoder = source.open(new Observer())) {
            encoder.encode(sequences(0, 4), BatchListener.NONE);
        }
        try (StepEncoder encoder = source.open(new Observer())) {
            assertThat(encoder.dimension()).isEqualTo(ENCODER.dimension());
            assertThat(encoder.ahead()).isZero();
            assertThat(encoder.start(sequences(1, 2), 7, BatchListener.NONE).await())
                    .isEqualTo(vectors(sequences(1, 2)));
            assertThat(encoder.cacheUse()).contains(new CacheUse(2, 0, 0));
        }
        assertThat(loaded).isEqualTo(1);
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void aRepeatedSequenceIsComputedOnceAndHasItsVectorEverywhere() {
        List<String> repeated = List.of("ACGT", "TTTT", "ACGT", "ACGT");
        try (StepEncoder encoder = source.open(new Observer())) {
            assertThat(encoder.encode(repeated, BatchListener.NONE)).isEqualTo(vectors(repeated));
            assertThat(encoder.encode(repeated, BatchListener.NONE)).isEqualTo(vectors(repeated));
            assertThat(encoder.cacheUse()).contains(new CacheUse(2, 2, 0));
        }
        assertThat(started).containsExactly(List.of("ACGT", "TTTT"));
    }

    /**
     * The encoder receives the next calls before anybody waits for the first, and vectors can be taken in any order.
     */
    @Test
    void callsOverlapAsWithoutACache() {
        try (StepEncoder encoder = source.open(new Observer())) {
            PendingVectors first = encoder.start(sequences(0, 3), 6, BatchListener.NONE);
            PendingVectors second = encoder.start(sequences(3, 3), 3, BatchListener.NONE);
            PendingVectors third = encoder.start(sequences(6, 3), 0, BatchListener.NONE);
            assertThat(started).containsExactly(sequences(0, 3), sequences(3, 3), sequences(6, 3));
            assertThat(encoder.ahead()).isEqualTo(Encoder.AHEAD);
            assertThat(third.await()).isEqualTo(vectors(sequences(6, 3)));
            assertThat(first.await()).isEqualTo(vectors(sequences(0, 3)));
            assertThat(second.await()).isEqualTo(vectors(sequences(3, 3)));
        }
    }

    /** An interrupt arrives when the vectors of a whole shard are computed and paid for. */
    @Test
    void anInterruptWaitsUntilComputedVectorsAreKept() {
        try (StepEncoder encoder = source.open(new Observer())) {
            PendingVectors pending = encoder.start(sequences(0, 3), 0, BatchListener.NONE);
            Thread.currentThread().interrupt();
            assertThat(pending.await()).isEqualTo(vectors(sequences(0, 3)));
            assertThat(Thread.interrupted()).isTrue();
            encoder.encode(sequences(0, 3), BatchListener.NONE);
        }
        assertThat(started).containsExactly(sequences(0, 3));
    }

    @Test
    void anInterruptStopsLookupsAndNothingIsComputed() {
        try (StepEncoder encoder = source.open(new Observer())) {
            encoder.encode(sequences(0, 3), BatchListener.NONE);
        }
        started.clear();
        try (StepEncoder encoder = source.open(new Observer())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> encoder.start(sequences(0, 4), 0, BatchListener.NONE))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(ClosedByInterruptException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(started).isEmpty();
    }

    private static float[] vectors(List<String> sequences) {
        return VectorUse.vectors(ENCODER, sequences);
    }

    private final class Encoder implements SequenceEncoder {
        static final int AHEAD = 5;

        @Override
        public int dimension() {
            return ENCODER.dimension();
        }

        @Override
        public EncoderInfo info() {
            return new EncoderInfo("test", "", "", 0, "fp32", "cpu");
        }

        @Override
        public float[] encode(List<String> sequences, BatchListener listener) {
            return start(sequences, 0, listener).await();
        }

        @Override
        public PendingVectors start(List<String> sequences, long followedBy, BatchListener listener) {
            started.add(sequences);
            return () -> vectors(sequences);
        }

        @Override
        public int ahead() {
            return AHEAD;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    /** Ignores all reports. */
    private static final class Observer implements StageObserver {
        @Override
        public void items(long more) {}

        @Override
        public void metric(String name, Number value) {}

        @Override
        public void batch(EncoderInfo model, BatchFigures figures) {}

        @Override
        public void warning(String message) {
            throw new AssertionError(message);
        }
    }
}
