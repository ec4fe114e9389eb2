package org.virnuc.models.store;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.virnuc.models.BatchListener;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.EncoderUse;
import org.virnuc.models.PendingVectors;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.UnusedDevice;

/** A lease of an encoder in a pool; if a call fails, the encoder is retired from the pool. */
final class PooledEncoder implements SequenceEncoder {
    private final SharedModels.Use<?, SequenceEncoder> use;
    private final SequenceEncoder lease;
    private final AtomicBoolean closed = new AtomicBoolean();

    PooledEncoder(SharedModels.Use<?, SequenceEncoder> use) {
        this.use = use;
        this.lease = use.model().lease();
    }

    private <T> T retiringOnFailure(Supplier<T> work) {
        boolean done = false;
        try {
            T result = work.get();
            done = true;
            return result;
        } finally {
            if (!done) {
                use.shared().retire();
            }
        }
    }

    @Override
    public int dimension() {
        return lease.dimension();
    }

    @Override
    public EncoderInfo info() {
        return lease.info();
    }

    @Override
    public float[] encode(List<String> sequences, BatchListener listener) {
        return retiringOnFailure(() -> lease.encode(sequences, listener));
    }

    @Override
    public PendingVectors start(List<String> sequences, long followedBy, BatchListener listener) {
        PendingVectors pending = retiringOnFailure(() -> lease.start(sequences, followedBy, listener));
        return () -> retiringOnFailure(pending::await);
    }

    @Override
    public int ahead() {
        return lease.ahead();
    }

    @Override
    public EncoderUse use() {
        return lease.use();
    }

    @Override
    public SequenceEncoder lease() {
        return lease.lease();
    }

    @Override
    public List<UnusedDevice> unusedDevices() {
        return lease.unusedDevices();
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            lease.close();
            use.shared().giveBack();
        }
    }
}
