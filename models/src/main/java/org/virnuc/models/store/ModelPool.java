package org.virnuc.models.store;

import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.SequenceEncoder;

/**
 * Keeps models loaded between uses, so that another run with the same model, later or concurrently, does not load it
 * again. Both encoders are then in memory together. Thread-safe. The pool hands out leases: a lease has its own
 * {@link SequenceEncoder#use use}, and closing it frees nothing before the pool is closed. An encoder that has failed
 * for one user is not handed out again, and is freed when its last lease is closed; the next run loads a fresh one.
 */
public final class ModelPool implements ModelOpener, AutoCloseable {
    private final ModelOpener opener;
    private final SharedModels<Key, SequenceEncoder> encoders = new SharedModels<>(SequenceEncoder::close);
    private final SharedModels<Key, FrameClassifier> heads = new SharedModels<>(FrameClassifier::close);

    /** A pool that loads models with {@code opener}. */
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

    /**
     * Frees every model; those in use are freed when their last lease is closed. Models opened afterwards are pooled
     * again.
     */
    @Override
    public void close() {
        encoders.retireAll();
        heads.retireAll();
    }
}
