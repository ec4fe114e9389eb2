package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.pipeline.embeddings.EncoderSource;

class SharedProgressTest {
    private final RecordedObserver observer = new RecordedObserver();

    @Test
    void itemsFinishInStepWithTheSequences() throws InterruptedException {
        SharedProgress progress = new SharedProgress(observer, 10);
        progress.expect(40);
        List<Long> seen = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            progress.encoded(5);
            seen.add(observer.items);
        }
        assertThat(seen).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L, 10L);
        progress.finish();
        assertThat(observer.items).isEqualTo(10);
    }

    @Test
    void neverMoreThanThereAreAndAllAtTheEnd() throws InterruptedException {
        SharedProgress none = new SharedProgress(observer, 7);
        none.expect(0);
        none.encoded(0);
        assertThat(observer.items).isZero();
        none.finish();
        assertThat(observer.items).isEqualTo(7);
        SharedProgress twice = new SharedProgress(observer, 3);
        twice.expect(2);
        twice.encoded(2);
        twice.encoded(2);
        twice.finish();
        assertThat(observer.items).isEqualTo(10);
    }

    @Test
    void aCancelledRunStops() {
        SharedProgress progress = new SharedProgress(new RecordedObserver(1), 10);
        progress.expect(10);
        assertThatThrownBy(() -> progress.encoded(5)).isInstanceOf(InterruptedException.class);
    }

    /** The batches of an encoder move it on, and what a cache had counts when the vectors are there. */
    @Test
    void anEncoderTellsOfEveryBatch() throws InterruptedException {
        List<Long> seen = new ArrayList<>();
        StageObserver watching = new StageObserver() {
            @Override
            public void items(long more) {
                seen.add(more);
            }

            @Override
            public void metric(String name, Number value) {}

            @Override
            public void batch(EncoderInfo model, BatchFigures figures) {}
        };
        SharedProgress progress = new SharedProgress(watching, 100);
        progress.expect(8);
        try (ObservedEncoder encoder =
                new ObservedEncoder(StageId.CHUNK_HEAD, EncoderSource.lazily(TwoBatches::new), watching, false)) {
            assertThat(encoder.vectors(List.of("A", "C", "G", "T"), progress)).hasSize(4);
            assertThat(encoder.vectors(List.of("AA", "CC", "GG", "TT"), progress))
                    .hasSize(4);
        }
        progress.finish();
        assertThat(seen.stream().mapToLong(Long::longValue).sum()).isEqualTo(100);
        assertThat(seen).containsExactly(12L, 25L, 13L, 12L, 25L, 13L, 0L);
    }

    /** Computes one sequence and then two; the fourth came from a cache. */
    private static final class TwoBatches implements SequenceEncoder {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public EncoderInfo info() {
            return new EncoderInfo("test", "", "", 0, "fp32", "cpu");
        }

        @Override
        public float[] encode(List<String> sequences, BatchListener listener) {
            listener.batch(new BatchFigures(1, 3, 3, 1, "cpu"));
            listener.batch(new BatchFigures(2, 3, 3, 1, "cpu"));
            return new float[sequences.size()];
        }

        @Override
        public void close() {}
    }
}
