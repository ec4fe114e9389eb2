package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.EncoderUse;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.ModelRole;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.TestFiles;
import org.virnuc.models.engine.ExecutionProfile;

class ModelPoolTest {
    private static final ExecutionProfile PROFILE =
            new ModelStore(TestFiles.CACHE).profile(new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 1));

    private final List<String> events = new ArrayList<>();
    private final ModelPool models = new ModelPool(new Opener());

    @Test
    void aModelIsLoadedOnceAndFreedAtTheEnd() {
        for (int run = 0; run < 3; run++) {
            try (SequenceEncoder dna = models.openEncoder(part("d"), PROFILE);
                    SequenceEncoder protein = models.openEncoder(part("p"), PROFILE);
                    FrameClassifier head = models.openHead(part("h"), PROFILE)) {
                assertThat(dna.dimension() + protein.dimension()).isEqualTo(head.features());
                assertThat(dna.encode(List.of("A", "C"), BatchListener.NONE)).containsExactly(2);
            }
        }
        assertThat(events).containsExactly("open d", "open p", "open h");
        models.close();
        assertThat(events.subList(3, 6)).containsExactlyInAnyOrder("close d", "close p", "close h");
        models.close();
        assertThat(events).hasSize(6);
    }

    @Test
    void anotherModelIsNotTheKeptOne() {
        models.openEncoder(part("d"), PROFILE).close();
        models.openEncoder(part("e"), PROFILE).close();
        models.close();
        models.openEncoder(part("d"), PROFILE).close();
        assertThat(events.stream().filter(event -> event.startsWith("open")))
                .containsExactly("open d", "open e", "open d");
    }

    @Test
    void anEncoderThatHasFailedIsLoadedAfresh() {
        try (SequenceEncoder dna = models.openEncoder(part("d"), PROFILE)) {
            assertThatThrownBy(() ->
                            dna.start(List.of("fail"), 0, BatchListener.NONE).await())
                    .hasMessage("failed");
        }
        assertThat(events).containsExactly("open d", "close d");
        try (SequenceEncoder dna = models.openEncoder(part("d"), PROFILE)) {
            assertThat(dna.encode(List.of("A"), BatchListener.NONE)).containsExactly(1);
        }
        assertThat(events).containsExactly("open d", "close d", "open d");
    }

    @Test
    void aModelThatIsInUseIsFreedWithItsLastLease() {
        SequenceEncoder first = models.openEncoder(part("d"), PROFILE);
        SequenceEncoder second = models.openEncoder(part("d"), PROFILE);
        FrameClassifier head = models.openHead(part("h"), PROFILE);
        models.close();
        assertThat(events).containsExactly("open d", "open h");
        first.close();
        first.close();
        assertThat(second.encode(List.of("A"), BatchListener.NONE)).containsExactly(1);
        assertThat(events).as("the other still computes").containsExactly("open d", "open h");
        second.close();
        head.close();
        head.close();
        assertThat(events).containsExactly("open d", "open h", "close d", "close h");
    }

    @Test
    void whatOneUserHasBrokenTheOtherKeepsAndTheNextGetsAfresh() {
        SequenceEncoder sound = models.openEncoder(part("d"), PROFILE);
        try (SequenceEncoder broken = models.openEncoder(part("d"), PROFILE)) {
            assertThatThrownBy(() -> broken.encode(List.of("fail"), BatchListener.NONE))
                    .hasMessage("failed");
        }
        assertThat(events).containsExactly("open d");
        models.openEncoder(part("d"), PROFILE).close();
        sound.close();
        assertThat(events).containsExactly("open d", "open d", "close d");
    }

    @Test
    void whatCannotBeOpenedIsTriedAgain() {
        assertThatThrownBy(() -> models.openEncoder(part("x"), PROFILE)).hasMessage("x cannot be opened");
        assertThatThrownBy(() -> models.openEncoder(part("x"), PROFILE)).hasMessage("x cannot be opened");
        models.close();
        assertThat(events).containsExactly("open x", "open x");
    }

    /** Both load it at once, and both encode while the other does. */
    @Test
    void twoThreadsShareOneModelAndCountEachTheirOwn() throws InterruptedException, ExecutionException {
        ModelStore store = new ModelStore(TestFiles.CACHE);
        ModelPart protein = store.pack("virnuc-mini").protein();
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 2);
        AtomicInteger opened = new AtomicInteger();
        ModelOpener counting = new ModelOpener() {
            @Override
            public SequenceEncoder openEncoder(ModelPart part, ExecutionProfile asked) {
                opened.incrementAndGet();
                return store.openEncoder(part, asked);
            }

            @Override
            public FrameClassifier openHead(ModelPart part, ExecutionProfile asked) {
                return store.openHead(part, asked);
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier together = new CyclicBarrier(2);
        try (ModelPool pool = new ModelPool(counting)) {
            List<Future<Shared>> runs = new ArrayList<>();
            for (String sequence : List.of("MKLVTT", "ACDEFGHIKLMNPQ")) {
                runs.add(threads.submit(() -> {
                    together.await();
                    try (SequenceEncoder lease = pool.openEncoder(protein, store.profile(options))) {
                        together.await();
                        AtomicLong nanos = new AtomicLong();
                        float[] vectors = lease.encode(
                                Collections.nCopies(200, sequence), figures -> nanos.addAndGet(figures.nanos()));
                        return new Shared(vectors, lease.use(), nanos.get());
                    }
                }));
            }
            try (SequenceEncoder alone = store.openEncoder(protein, options)) {
                for (int i = 0; i < 2; i++) {
                    Shared run = runs.get(i).get();
                    String sequence = i == 0 ? "MKLVTT" : "ACDEFGHIKLMNPQ";
                    assertThat(run.vectors)
                            .isEqualTo(alone.encode(Collections.nCopies(200, sequence), BatchListener.NONE));
                    assertThat(run.use.busyNanos())
                            .as("the batches of this user and no others")
                            .isEqualTo(run.nanos);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(opened).hasValue(1);
    }

    /** What one of the users has got and seen. */
    private static final class Shared {
        final float[] vectors;
        final EncoderUse use;
        final long nanos;

        Shared(float[] vectors, EncoderUse use, long nanos) {
            this.vectors = vectors;
            this.use = use;
            this.nanos = nanos;
        }
    }

    private static ModelPart part(String id) {
        return ModelPart.of(ModelRole.DNA, "test")
                .id(id)
                .path(Path.of(id))
                .sha256(id.repeat(64))
                .dimension(1)
                .build();
    }

    private final class Opener implements ModelOpener {
        @Override
        public SequenceEncoder openEncoder(ModelPart part, ExecutionProfile profile) {
            return new Encoder(part.id());
        }

        @Override
        public FrameClassifier openHead(ModelPart part, ExecutionProfile profile) {
            events.add("open " + part.id());
            return new FrameClassifier() {
                @Override
                public int features() {
                    return 2;
                }

                @Override
                public float[] scores(float[] features, int rows) {
                    return new float[2 * rows];
                }

                @Override
                public void close() {
                    events.add("close " + part.id());
                }
            };
        }
    }

    private final class Encoder implements SequenceEncoder {
        private final String id;

        Encoder(String id) {
            this.id = id;
            events.add("open " + id);
            if (id.equals("x")) {
                throw new IllegalStateException("x cannot be opened");
            }
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public EncoderInfo info() {
            throw new UnsupportedOperationException("not asked for here");
        }

        @Override
        public float[] encode(List<String> sequences, BatchListener listener) {
            if (sequences.contains("fail")) {
                throw new IllegalStateException("failed");
            }
            return new float[] {sequences.size()};
        }

        @Override
        public void close() {
            events.add("close " + id);
        }
    }
}
