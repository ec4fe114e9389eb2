package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceEvent;
import org.virnuc.models.DeviceException;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.Tokenizer;

/** Devices that run out of memory or are lost: no batch is, as long as one device is left. */
class DeviceFailureTest {
    /** One id per letter. */
    private static final Tokenizer LETTERS =
            texts -> texts.stream().map(s -> s.chars().toArray()).toArray(int[][]::new);

    private static final EncoderInfo INFO =
            EncoderInfo.of("test").precision("fp32").build();
    private static final List<String> SEQUENCES =
            IntStream.range(0, 200).mapToObj(i -> "A".repeat(1 + i % 50)).toList();

    @Test
    void outOfMemoryHalvesTheBatchAndTheBudgetOfThatDevice() {
        FakeSession small = new FakeSession("cuda:1").holding(150);
        Heard heard = new Heard();
        try (BatchedEncoder encoder = encoder(500, small)) {
            assertThat(encoder.encode(SEQUENCES, heard)).isEqualTo(expected());
        }
        assertThat(heard.failures).extracting(DeviceEvent::kind).containsOnly(DeviceEvent.Kind.OUT_OF_MEMORY);
        assertThat(heard.failures.get(0).message())
                .isEqualTo("cuda:1 ran out of memory on a batch of 10 x 50 tokens; the batch is halved, and further"
                        + " batches there have at most 250 tokens");
        assertThat(heard.failures).extracting(DeviceEvent::batchTokens).containsExactly(250, 125);
        assertThat(small.slotsTried.stream().filter(slots -> slots > 150)).containsExactly(500, 250);
        assertThat(heard.figures.stream().mapToInt(BatchFigures::sequences).sum())
                .isEqualTo(200);
    }

    @Test
    void aBatchThatIsTooLargeForOneDeviceIsComputedByAnother() {
        FakeSession tiny = new FakeSession("cuda:0").holding(10);
        FakeSession large = new FakeSession("cuda:1");
        Heard heard = new Heard();
        try (BatchedEncoder encoder = encoder(500, tiny, large)) {
            assertThat(encoder.encode(SEQUENCES, heard)).isEqualTo(expected());
        }
        assertThat(heard.figures).extracting(BatchFigures::device).contains("cuda:1");
    }

    @Test
    void theBatchOfALostDeviceGoesToTheNext() {
        CountDownLatch bothHaveOne = new CountDownLatch(2);
        FakeSession breaking = new FakeSession("cuda:0").breakingAfter(0).waiting(bothHaveOne, bothHaveOne);
        FakeSession sound = new FakeSession("cuda:1").waiting(bothHaveOne, bothHaveOne);
        Heard heard = new Heard();
        try (BatchedEncoder encoder = encoder(500, breaking, sound)) {
            assertThat(encoder.encode(SEQUENCES, heard)).isEqualTo(expected());
            assertThat(encoder.encode(SEQUENCES, heard)).isEqualTo(expected());
        }
        assertThat(breaking.slotsTried).hasSize(1);
        assertThat(heard.failures).hasSize(1);
        DeviceEvent loss = heard.failures.get(0);
        assertThat(loss.kind()).isEqualTo(DeviceEvent.Kind.LOST);
        assertThat(loss.message())
                .isEqualTo("cuda:0 gets no more work, and its batch goes back to the queue: cuda:0 fell off the bus");
        assertThat(loss.batch().slots()).isEqualTo(breaking.slotsTried.get(0).longValue());
    }

    @Test
    void withoutADeviceLeftTheReasonOfEachIsSaid() {
        FakeSession first = new FakeSession("cuda:0").breakingAfter(1);
        FakeSession second = new FakeSession("cuda:1").holding(10);
        try (BatchedEncoder encoder = encoder(100, first, second)) {
            String message = "none of 2 devices is left: cuda:0 fell off the bus; cuda:1 is out of memory on 1 x ";
            assertThatThrownBy(() -> encoder.encode(SEQUENCES, BatchListener.NONE))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageStartingWith(message)
                    .hasMessageEndingWith("the same command goes on from the work that is finished");
            assertThatThrownBy(() -> encoder.encode(List.of("A"), BatchListener.NONE))
                    .hasMessageStartingWith(message);
        }
    }

    @Test
    void lanesOfALostSessionEndTogether() {
        FakeSession broken = new FakeSession("cpu").breakingAfter(3);
        BatchedEncoder.Limits limits = new BatchedEncoder.Limits(new BatchSizes(100, 100), 0, () -> {});
        try (BatchedEncoder encoder = new BatchedEncoder(
                LETTERS, new LoadedDevices(List.of(new EncoderDevice(broken, 4)), 100, List.of()), 2, limits, INFO)) {
            assertThatThrownBy(() -> encoder.encode(SEQUENCES, BatchListener.NONE))
                    .hasMessage("cpu fell off the bus");
        }
        assertThat(broken.closed).isTrue();
        assertThat(broken.slotsTried).hasSizeBetween(4, 7);
    }

    @Test
    void batchesAndResultsAreTheSameForAnyNumberOfDevices() {
        List<Long> expected = null;
        for (int devices : new int[] {1, 2, 4, 7}) {
            Heard heard = new Heard();
            FakeSession[] sessions = IntStream.range(0, devices)
                    .mapToObj(i -> new FakeSession("cuda:" + i))
                    .toArray(FakeSession[]::new);
            try (BatchedEncoder encoder = encoder(500, sessions)) {
                assertThat(encoder.encode(SEQUENCES, heard)).isEqualTo(expected());
            }
            List<Long> slots =
                    heard.figures.stream().map(BatchFigures::slots).sorted().toList();
            expected = expected == null ? slots : expected;
            assertThat(slots).isEqualTo(expected);
        }
    }

    private static float[] expected() {
        float[] vectors = new float[2 * SEQUENCES.size()];
        for (int i = 0; i < SEQUENCES.size(); i++) {
            vectors[2 * i] = SEQUENCES.get(i).length();
            vectors[2 * i + 1] = (float) SEQUENCES.get(i).length() * 'A';
        }
        return vectors;
    }

    /** With a helper, as GPUs have. */
    private static BatchedEncoder encoder(int batchTokens, FakeSession... sessions) {
        BatchedEncoder.Limits limits = new BatchedEncoder.Limits(new BatchSizes(batchTokens, batchTokens), 1, () -> {});
        return new BatchedEncoder(
                LETTERS,
                new LoadedDevices(
                        Stream.of(sessions)
                                .map(session -> new EncoderDevice(session, 1))
                                .toList(),
                        batchTokens,
                        List.of()),
                2,
                limits,
                INFO);
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
