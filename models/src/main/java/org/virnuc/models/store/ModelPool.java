package org.virnuc.models.store;

import org.virnuc.models.FrameClassifier;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.engine.ExecutionProfile;

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

    private record Key(String family, String sha256, ExecutionProfile profile) {
        static Key of(ModelPart part, ExecutionProfile profile) {
            return new Key(part.family(), part.sha256(), profile);
        }
    }

    @Override
    public SequenceEncoder openEncoder(ModelPart part, ExecutionProfile profile) {
        return new PooledEncoder(encoders.use(Key.of(part, profile), () -> opener.openEncoder(part, profile)));
    }

    @Override
    public FrameClassifier openHead(ModelPart part, ExecutionProfile profile) {
        return new PooledHead(heads.use(Key.of(part, profile), () -> opener.openHead(part, profile)));
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
