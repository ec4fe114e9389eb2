package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.DeviceException;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.Tokenizer;

/** The queue and the batches, on devices that are made up. */
class BatchedEncoderTest {
    /** One id per letter. */
    private static final Tokenizer LETTERS =
            sequences -> sequences.stream().map(s -> s.chars().toArray()).toArray(int[][]::new);

    private static final EncoderInfo INFO = new EncoderInfo("test", "", "", 0, "fp32", "");

    @Test
    void rowsComeInInputOrderWhateverDeviceComputesThem() {
        Random random = new Random(3);
        List<String> sequences = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sequences.add(String.valueOf((char) ('A' + random.nextInt(26))).repeat(1 + random.nextInt(60)));
        }
        List<BatchFigures> figures = new ArrayList<>();
        float[] vectors;
        try (BatchedEncoder encoder = encoder(new Fake("cuda:0"), new Fake("cuda:1"), new Fake("cuda:2"))) {
            vectors = encoder.encode(sequences, figures::add);
        }
        for (int i = 0; i < sequences.size(); i++) {
            String sequence = sequences.get(i);
            assertThat(vectors[2 * i]).isEqualTo(sequence.length());
            assertThat(vectors[2 * i + 1]).isEqualTo((float) sequence.length() * sequence.charAt(0));
        }
        assertThat(figures.stream().mapToInt(BatchFigures::sequences).sum()).isEqualTo(500);
        assertThat(figures.stream().mapToLong(BatchFigures::tokens).sum())
                .isEqualTo(sequences.stream().mapToLong(String::length).sum());
        assertThat(figures).allMatch(f -> f.slots() >= f.tokens() && f.slots() <= 100);
    }

    @Test
    void everyDeviceGetsWork() {
        CountDownLatch both = new CountDownLatch(2);
        Fake first = new Fake("cuda:0", both);
        Fake second = new Fake("cuda:1", both);
        List<BatchFigures> figures = new ArrayList<>();
        try (BatchedEncoder encoder = encoder(first, second)) {
            encoder.encode(List.of("A".repeat(90), "C".repeat(80), "G".repeat(70)), figures::add);
        }
        assertThat(figures).extracting(BatchFigures::device).contains("cuda:0", "cuda:1");
    }

    @Test
    void theFailureOfOneDeviceEndsTheCall() {
        Fake broken = new Fake("cuda:1") {
            @Override
            public float[] run(long[] ids, int rows, int length) {
                throw new DeviceException("cuda:1 failed on a batch");
            }
        };
        try (BatchedEncoder encoder = encoder(broken)) {
            assertThatThrownBy(() -> encoder.encode(List.of("AC", "G"), BatchListener.NONE))
                    .isInstanceOf(DeviceException.class)
                    .hasMessage("cuda:1 failed on a batch");
        }
        assertThat(broken.closed).isTrue();
    }

    @Test
    void whoeverIsAskedBeforeABatchCanStopTheCall() {
        List<BatchRequest> asked = new ArrayList<>();
        List<BatchFigures> done = new ArrayList<>();
        BatchListener twoBatches = new BatchListener() {
            @Override
            public void batch(BatchFigures figures) {
                done.add(figures);
            }

            @Override
            public void before(BatchRequest batch) {
                if (asked.size() == 2) {
                    throw new IllegalStateException("enough");
                }
                asked.add(batch);
            }
        };
        try (BatchedEncoder encoder = encoder(new Fake("cuda:3"))) {
            List<String> sequences = List.of("A".repeat(90), "C".repeat(30), "G".repeat(20), "T".repeat(60));
            assertThatThrownBy(() -> encoder.encode(sequences, twoBatches)).hasMessage("enough");
        }
        assertThat(asked).containsExactly(new BatchRequest(1, 90, 90, "cuda:3"), new BatchRequest(1, 60, 60, "cuda:3"));
        assertThat(done).extracting(BatchFigures::tokens).containsExactly(90L, 60L);
    }

    @Test
    void emptySequencesAreRefusedAndNoneGiveNothing() {
        try (BatchedEncoder encoder = encoder(new Fake("cpu"))) {
            assertThatThrownBy(() -> encoder.encode(List.of("A", ""), BatchListener.NONE))
                    .hasMessage("sequence 1 of 2 is empty");
            assertThat(encoder.encode(List.of(), BatchListener.NONE)).isEmpty();
        }
    }

    @Test
    void aSharedSessionIsClosedOnce() {
        Fake shared = new Fake("cpu");
        encoder(shared, shared).close();
        assertThat(shared.closed).isTrue();
    }

    private static BatchedEncoder encoder(EncoderSession... sessions) {
        return new BatchedEncoder(LETTERS, List.of(sessions), 2, new BatchedEncoder.Limits(100, () -> {}), INFO);
    }

    /** A device that gives back the number of a row's ids, and their sum. */
    private static class Fake implements EncoderSession {
        final AtomicBoolean closed = new AtomicBoolean();
        private final String device;
        private final CountDownLatch meeting;

        Fake(String device) {
            this(device, new CountDownLatch(0));
        }

        /** A device whose first batch lasts until the others have begun theirs. */
        Fake(String device, CountDownLatch meeting) {
            this.device = device;
            this.meeting = meeting;
        }

        @Override
        public float[] run(long[] ids, int rows, int length) {
            meeting.countDown();
            try {
                meeting.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            float[] result = new float[rows * 2];
            for (int i = 0; i < ids.length; i++) {
                if (ids[i] >= 0) {
                    result[2 * (i / length)]++;
                    result[2 * (i / length) + 1] += ids[i];
                }
            }
            return result;
        }

        @Override
        public String device() {
            return device;
        }

        @Override
        public void close() {
            assertThat(closed.getAndSet(true)).isFalse();
        }
    }
}
