package org.virnuc.models.store;

import java.util.concurrent.atomic.AtomicBoolean;
import org.virnuc.models.FrameClassifier;

/** A lease of a classification head in a pool. */
final class PooledHead implements FrameClassifier {
    private final SharedModels.Use<?, FrameClassifier> use;
    private final AtomicBoolean closed = new AtomicBoolean();

    PooledHead(SharedModels.Use<?, FrameClassifier> use) {
        this.use = use;
    }

    @Override
    public int features() {
        return use.model().features();
    }

    @Override
    public float[] scores(float[] features, int rows) {
        return use.model().scores(features, rows);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            use.shared().giveBack();
        }
    }
}
