package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnuc.models.BatchListener;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.EncoderUse;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.ModelRole;
import org.virnuc.models.SequenceEncoder;

class KeptModelsTest {
    private final List<String> events = new ArrayList<>();
    private final KeptModels models = new KeptModels(new Opener());

    @Test
    void aModelIsLoadedOnceAndFreedAtTheEnd() {
        for (int run = 0; run < 3; run++) {
            try (SequenceEncoder dna = models.openEncoder(part("d"), EncoderOptions.DEFAULT);
                    SequenceEncoder protein = models.openEncoder(part("p"), EncoderOptions.DEFAULT);
                    FrameClassifier head = models.openHead(part("h"), EncoderOptions.DEFAULT)) {
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
    void eachRunHasTheUseOfItsOwn() {
        for (int run = 0; run < 2; run++) {
            try (SequenceEncoder dna = models.openEncoder(part("d"), EncoderOptions.DEFAULT)) {
                assertThat(dna.use().busyNanos()).isZero();
                dna.encode(List.of("A", "C"), BatchListener.NONE);
                assertThat(dna.use().busyNanos()).isEqualTo(2);
            }
        }
    }

    @Test
    void anotherModelIsNotTheKeptOne() {
        models.openEncoder(part("d"), EncoderOptions.DEFAULT);
        models.openEncoder(part("e"), EncoderOptions.DEFAULT);
        models.close();
        models.openEncoder(part("d"), EncoderOptions.DEFAULT);
        assertThat(events.stream().filter(event -> event.startsWith("open")))
                .containsExactly("open d", "open e", "open d");
    }

    @Test
    void anEncoderThatHasFailedIsLoadedAfresh() {
        try (SequenceEncoder dna = models.openEncoder(part("d"), EncoderOptions.DEFAULT)) {
            assertThatThrownBy(() ->
                            dna.start(List.of("fail"), 0, BatchListener.NONE).await())
                    .hasMessage("failed");
        }
        assertThat(events).containsExactly("open d", "close d");
        try (SequenceEncoder dna = models.openEncoder(part("d"), EncoderOptions.DEFAULT)) {
            assertThat(dna.encode(List.of("A"), BatchListener.NONE)).containsExactly(1);
        }
        assertThat(events).containsExactly("open d", "close d", "open d");
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
        public SequenceEncoder openEncoder(ModelPart part, EncoderOptions options) {
            return new Encoder(part.id());
        }

        @Override
        public FrameClassifier openHead(ModelPart part, EncoderOptions options) {
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
        private long busy;

        Encoder(String id) {
            this.id = id;
            events.add("open " + id);
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
            busy += sequences.size();
            return new float[] {sequences.size()};
        }

        @Override
        public EncoderUse use() {
            return new EncoderUse(1, busy, 0, 0, 0, 0);
        }

        @Override
        public void countAnew() {
            busy = 0;
        }

        @Override
        public void close() {
            events.add("close " + id);
        }
    }
}
