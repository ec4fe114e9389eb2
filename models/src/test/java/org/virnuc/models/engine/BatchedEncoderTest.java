package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.DeviceException;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.EncoderUse;
import org.virnuc.models.PendingVectors;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.Tokenizer;

/** The queue and the batches, on devices that are made up. */
class BatchedEncoderTest {
    /** One id per letter. */
    private static final Tokenizer LETTERS =
            sequences -> sequences.stream().map(s -> s.chars().toArray()).toArray(int[][]::new);

    private static final EncoderInfo INFO =
            EncoderInfo.of("test").precision("fp32").build();

    @Test
    void rowsComeInInputOrderWhateverDeviceComputesThem() {
        Random random = new Random(3);
        List<String> sequences = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sequences.add(String.valueOf((char) ('A' + random.nextInt(26))).repeat(1 + random.nextInt(60)));
        }
        List<BatchFigures> figures = new ArrayList<>();
        float[] vectors;
        try (BatchedEncoder encoder =
                encoder(new FakeSession("cuda:0"), new FakeSession("cuda:1"), new FakeSession("cuda:2"))) {
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
        FakeSession first = new FakeSession("cuda:0").waiting(both, both);
        FakeSession second = new FakeSession("cuda:1").waiting(both, both);
        List<BatchFigures> figures = new ArrayList<>();
        try (BatchedEncoder encoder = encoder(first, second)) {
            encoder.encode(List.of("A".repeat(90), "C".repeat(80), "G".repeat(70)), figures::add);
        }
        assertThat(figures).extracting(BatchFigures::device).contains("cuda:0", "cuda:1");
    }

    @Test
    void theFailureOfTheOnlyDeviceEndsTheCall() {
        FakeSession broken = new FakeSession("cuda:1").breakingAfter(0);
        try (BatchedEncoder encoder = encoder(broken)) {
            assertThatThrownBy(() -> encoder.encode(List.of("AC", "G"), BatchListener.NONE))
                    .isInstanceOf(DeviceException.class)
                    .hasMessage("cuda:1 fell off the bus");
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
        try (BatchedEncoder encoder = encoder(new FakeSession("cuda:3"))) {
            List<String> sequences = List.of("A".repeat(90), "C".repeat(30), "G".repeat(20), "T".repeat(60));
            assertThatThrownBy(() -> encoder.encode(sequences, twoBatches)).hasMessage("enough");
        }
        assertThat(asked).containsExactly(new BatchRequest(1, 90, 90, "cuda:3"), new BatchRequest(1, 60, 60, "cuda:3"));
        assertThat(done).extracting(BatchFigures::tokens).containsExactly(90L, 60L);
    }

    @Test
    void emptySequencesAreRefusedAndNoneGiveNothing() {
        try (BatchedEncoder encoder = encoder(new FakeSession("cpu"))) {
            assertThatThrownBy(() -> encoder.encode(List.of("A", ""), BatchListener.NONE))
                    .hasMessage("sequence 1 of 2 is empty");
            assertThat(encoder.encode(List.of(), BatchListener.NONE)).isEmpty();
        }
    }

    @Test
    void aSharedSessionIsClosedOnce() {
        FakeSession shared = new FakeSession("cpu");
        encoder(2, shared).close();
        assertThat(shared.closed).isTrue();
    }

    @Test
    void aSecondCallIsBegunWhileTheFirstIsComputed() throws InterruptedException {
        CountDownLatch firstBatch = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (BatchedEncoder encoder = encoder(new FakeSession("cpu").waiting(firstBatch, goOn))) {
            PendingVectors first = encoder.start(List.of("AC"), 2, BatchListener.NONE);
            firstBatch.await();
            PendingVectors second = encoder.start(List.of("G", "TT"), 0, BatchListener.NONE);
            goOn.countDown();
            assertThat(second.await()).containsExactly(1, 'G', 2, 2 * 'T');
            assertThat(first.await()).containsExactly(2, 'A' + 'C');
        }
    }

    @Test
    void whoeverWaitsCanBeInterruptedAndNothingFurtherIsBegun() throws InterruptedException {
        CountDownLatch firstBatch = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FakeSession session = new FakeSession("cpu").waiting(firstBatch, goOn);
        try (BatchedEncoder encoder = encoder(session)) {
            PendingVectors vectors = encoder.start(List.of("A".repeat(90), "C".repeat(80)), 0, BatchListener.NONE);
            firstBatch.await();
            Thread.currentThread().interrupt();
            Thread release = new Thread(() -> {
                // Only once the wait has dropped the second batch may the first end.
                while (encoder.waiting() > 0) {
                    Thread.onSpinWait();
                }
                goOn.countDown();
            });
            release.start();
            assertThatThrownBy(vectors::await).hasMessage("interrupted while encoding");
            assertThat(Thread.interrupted()).isTrue();
            release.join();
        }
        assertThat(session.slotsTried).containsExactly(90);
    }

    @Test
    void timesOfLanesAddUp() {
        try (BatchedEncoder encoder = encoder(new FakeSession("cuda:0"), new FakeSession("cuda:1"))) {
            assertThat(encoder.use().busyNanos()).isZero();
            encoder.encode(List.of("A".repeat(90), "C".repeat(80), "G".repeat(70)), BatchListener.NONE);
            EncoderUse use = encoder.use();
            assertThat(use.lanes()).isEqualTo(2);
            assertThat(use.busyNanos())
                    .isGreaterThanOrEqualTo(use.warmUpNanos())
                    .isPositive();
            assertThat(use.warmUpTokens()).isBetween(90L, 170L);
            assertThat(use.waitNanos()).isPositive();
            assertThat(use.idleShare()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void aLeaseCountsItsOwnTimes() {
        try (BatchedEncoder encoder = encoder(new FakeSession("cpu"))) {
            encoder.encode(List.of("A".repeat(90), "C".repeat(80)), BatchListener.NONE);
            EncoderUse before = encoder.use();
            try (SequenceEncoder lease = encoder.lease()) {
                assertThat(lease.use()).isEqualTo(new EncoderUse(1, 0, 0, 0, 0, 0));
                assertThat(lease.encode(List.of("G".repeat(70)), BatchListener.NONE))
                        .containsExactly(70, 70 * 'G');
                EncoderUse use = lease.use();
                assertThat(use.busyNanos()).isPositive();
                assertThat(use.warmUpTokens()).as("a lane is cold only once").isZero();
                assertThat(use.warmUpNanos()).isZero();
            }
            assertThat(before.warmUpTokens()).isEqualTo(90);
            assertThat(encoder.use()).as("nothing of the lease's").isEqualTo(before);
        }
    }

    @Test
    void whatFailsForOneUserGoesOnForTheOther() throws InterruptedException {
        CountDownLatch firstBatch = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BatchListener costCap = new BatchListener() {
            @Override
            public void batch(BatchFigures figures) {}

            @Override
            public void before(BatchRequest batch) {
                throw new IllegalStateException("enough");
            }
        };
        try (BatchedEncoder encoder = encoder(new FakeSession("cpu").waiting(firstBatch, goOn));
                SequenceEncoder first = encoder.lease()) {
            SequenceEncoder second = encoder.lease();
            PendingVectors going = first.start(List.of("A".repeat(90), "C".repeat(80)), 0, BatchListener.NONE);
            firstBatch.await();
            PendingVectors stopped = second.start(List.of("GG", "T".repeat(99)), 0, costCap);
            goOn.countDown();
            assertThatThrownBy(stopped::await).hasMessage("enough");
            assertThatThrownBy(() -> second.encode(List.of("A"), BatchListener.NONE))
                    .as("a lease that has failed")
                    .hasMessage("enough");
            assertThat(going.await()).containsExactly(90, 90 * 'A', 80, 80 * 'C');
            assertThat(second.use().busyNanos()).isZero();
            second.close();
            assertThatThrownBy(() -> second.encode(List.of("A"), BatchListener.NONE))
                    .hasMessage("enough");
            assertThat(first.encode(List.of("A"), BatchListener.NONE)).containsExactly(1, 'A');
        }
    }

    @Test
    void aClosedEncoderEndsItsLeases() {
        SequenceEncoder lease;
        SequenceEncoder closed;
        try (BatchedEncoder encoder = encoder(new FakeSession("cpu"))) {
            lease = encoder.lease();
            closed = encoder.lease();
            closed.close();
            assertThatThrownBy(() -> closed.encode(List.of("A"), BatchListener.NONE))
                    .hasMessage("the encoder was closed");
        }
        assertThatThrownBy(() -> lease.encode(List.of("A"), BatchListener.NONE)).hasMessage("the encoder was closed");
        assertThatThrownBy(() -> lease.lease().encode(List.of("A"), BatchListener.NONE))
                .hasMessage("the encoder was closed");
    }

    @Test
    void threadsThatCannotStartFailWhoeverWaitsForThem() {
        BatchedEncoder.Limits limits = new BatchedEncoder.Limits(new BatchSizes(100, 100), 0, () -> {
            throw new IllegalArgumentException("Expected positive number of threads");
        });
        List<EncoderDevice> devices = List.of(new EncoderDevice(new FakeSession("cpu"), 2));
        try (BatchedEncoder encoder =
                new BatchedEncoder(LETTERS, new LoadedDevices(devices, 100, List.of()), 2, limits, INFO)) {
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertThatThrownBy(
                            () -> encoder.encode(List.of("A", "C"), batch -> {}))
                    .hasMessage("Expected positive number of threads"));
        }
    }

    private static BatchedEncoder encoder(EncoderSession... sessions) {
        return encoder(1, sessions);
    }

    private static BatchedEncoder encoder(int lanes, EncoderSession... sessions) {
        BatchedEncoder.Limits limits = new BatchedEncoder.Limits(new BatchSizes(100, 100), 0, () -> {});
        List<EncoderDevice> devices = Stream.of(sessions)
                .map(session -> new EncoderDevice(session, lanes))
                .toList();
        return new BatchedEncoder(LETTERS, new LoadedDevices(devices, 100, List.of()), 2, limits, INFO);
    }
}
