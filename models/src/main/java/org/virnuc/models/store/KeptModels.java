package org.virnuc.models.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.virnuc.models.BatchListener;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.EncoderUse;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.PendingVectors;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.UnusedDevice;

/**
 * Keeps open what it has opened, so that the next run with the same model does not load it again. Both encoders are in memory at once
 * then. What it hands out is closed without effect, until {@link #close}; for one run at a time. But an encoder that has failed encodes nothing any more, and is freed
 * by who has used it, so that the next gets a fresh one.
 */
public final class KeptModels implements ModelOpener, AutoCloseable {
    private final ModelOpener opener;
    private final Map<Key, SequenceEncoder> encoders = new HashMap<>();
    private final Map<Key, FrameClassifier> heads = new HashMap<>();

    /** Keeps what {@code opener} opens. */
    public KeptModels(ModelOpener opener) {
        this.opener = opener;
    }

    private record Key(String sha256, EncoderOptions options) {}

    @Override
    public SequenceEncoder openEncoder(ModelPart part, EncoderOptions options) {
        return encoder(part, options, () -> opener.openEncoder(part, options));
    }

    @Override
    public FrameClassifier openHead(ModelPart part, EncoderOptions options) {
        return new KeptHead(
                heads.computeIfAbsent(new Key(part.sha256(), options), key -> opener.openHead(part, options)));
    }

    private SequenceEncoder encoder(ModelPart part, EncoderOptions options, Supplier<SequenceEncoder> opening) {
        Key key = new Key(part.sha256(), options);
        SequenceEncoder kept = encoders.computeIfAbsent(key, absent -> opening.get());
        kept.countAnew(); // what it did for others is not this one's
        return new KeptEncoder(kept, () -> {
            if (encoders.remove(key, kept)) {
                kept.close();
            }
        });
    }

    /** Frees everything; what is opened after that is kept again. */
    @Override
    public void close() {
        List<SequenceEncoder> openEncoders = List.copyOf(encoders.values());
        List<FrameClassifier> openHeads = List.copyOf(heads.values());
        encoders.clear();
        heads.clear();
        openEncoders.forEach(SequenceEncoder::close);
        openHeads.forEach(FrameClassifier::close);
    }

    private static final class KeptEncoder implements SequenceEncoder {
        private final SequenceEncoder encoder;
        private final Runnable discard;
        private volatile boolean failed;

        KeptEncoder(SequenceEncoder encoder, Runnable discard) {
            this.encoder = encoder;
            this.discard = discard;
        }

        private <T> T noting(Supplier<T> work) {
            boolean done = false;
            try {
                T result = work.get();
                done = true;
                return result;
            } finally {
                if (!done) {
                    failed = true;
                }
            }
        }

        @Override
        public int dimension() {
            return encoder.dimension();
        }

        @Override
        public EncoderInfo info() {
            return encoder.info();
        }

        @Override
        public float[] encode(List<String> sequences, BatchListener listener) {
            return noting(() -> encoder.encode(sequences, listener));
        }

        @Override
        public PendingVectors start(List<String> sequences, long followedBy, BatchListener listener) {
            PendingVectors pending = noting(() -> encoder.start(sequences, followedBy, listener));
            return () -> noting(pending::await);
        }

        @Override
        public int ahead() {
            return encoder.ahead();
        }

        @Override
        public EncoderUse use() {
            return encoder.use();
        }

        @Override
        public void countAnew() {
            encoder.countAnew();
        }

        @Override
        public List<UnusedDevice> unusedDevices() {
            return encoder.unusedDevices();
        }

        @Override
        public void close() {
            if (failed) {
                discard.run();
            }
        }
    }

    private record KeptHead(FrameClassifier head) implements FrameClassifier {
        @Override
        public int features() {
            return head.features();
        }

        @Override
        public float[] scores(float[] features, int rows) {
            return head.scores(features, rows);
        }

        @Override
        public void close() {}
    }
}
