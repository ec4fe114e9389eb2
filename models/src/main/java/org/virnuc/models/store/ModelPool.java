package org.virnuc.models.store;

import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.SequenceEncoder;

/**
 * Keeps open what it has opened, so that the next run with the same model, or another at the same time, does not load it again. Both
 * encoders are in memory at once then. For any number of threads. What it hands out is a lease: it has a {@link
 * SequenceEncoder#use use} of its own, and closing it frees nothing, until the pool is closed. But an encoder that has failed for
 * one user is handed out no more, and freed when its last lease is closed, so that the next run gets a fresh one.
 */
public final class ModelPool implements ModelOpener, AutoCloseable {
    private final ModelOpener opener;
    private final SharedModels<Key, SequenceEncoder> encoders = new SharedModels<>(SequenceEncoder::close);
    private final SharedModels<Key, FrameClassifier> heads = new SharedModels<>(FrameClassifier::close);

    /** Keeps what {@code opener} opens. */
    public ModelPool(ModelOpener opener) {
        this.opener = opener;
    }

    private record Key(String family, String sha256, EncoderOptions options) {
        static Key of(ModelPart part, EncoderOptions options) {
            return new Key(part.family(), part.sha256(), options);
        }
    }

    @Override
    public SequenceEncoder openEncoder(ModelPart part, EncoderOptions options) {
        return new PooledEncoder(encoders.use(Key.of(part, options), () -> opener.openEncoder(part, options)));
    }

    @Override
    public FrameClassifier openHead(ModelPart part, EncoderOptions options) {
        return new PooledHead(heads.use(Key.of(part, options), () -> opener.openHead(part, options)));
    }

    /** Frees every model, those that are in use when their last lease is closed; what is opened after that is kept again. */
    @Override
    public void close() {
        encoders.retireAll();
        heads.retireAll();
    }
}
