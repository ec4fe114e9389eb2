package org.virnuc.pipeline.embeddings;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.BatchListener;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.EncoderUse;
import org.virnuc.models.PendingVectors;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.UnusedDevice;

/**
 * An encoder that is loaded once, by the first thread that needs it. If loading fails, later calls do not try again.
 */
final class LazyEncoder implements StepEncoder {
    private final Supplier<SequenceEncoder> opening;
    private final StageObserver observer;
    private volatile @Nullable SequenceEncoder loaded;
    private @Nullable RuntimeException failure;

    /**
     * Creates an encoder that is not loaded yet.
     *
     * @param observer receives the loading time, and devices that lacked memory
     */
    LazyEncoder(Supplier<SequenceEncoder> opening, StageObserver observer) {
        this.opening = opening;
        this.observer = observer;
    }

    private SequenceEncoder encoder() {
        SequenceEncoder now = loaded;
        return now == null ? loadedOnce() : now;
    }

    private synchronized SequenceEncoder loadedOnce() {
        SequenceEncoder now = loaded;
        if (now == null) {
            now = load();
            loaded = now;
        }
        return now;
    }

    private SequenceEncoder load() {
        if (failure != null) {
            throw failure;
        }
        try {
            SequenceEncoder encoder = observer.load(opening);
            encoder.unusedDevices().forEach(observer::unused);
            return encoder;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public int dimension() {
        return encoder().dimension();
    }

    @Override
    public EncoderInfo info() {
        return encoder().info();
    }

    @Override
    public float[] encode(List<String> sequences, BatchListener listener) {
        return encoder().encode(sequences, listener);
    }

    @Override
    public PendingVectors start(List<String> sequences, long followedBy, BatchListener listener) {
        return encoder().start(sequences, followedBy, listener);
    }

    /** {@inheritDoc} Returns 0 until the encoder is loaded. */
    @Override
    public int ahead() {
        SequenceEncoder now = loaded;
        return now == null ? 0 : now.ahead();
    }

    @Override
    public EncoderUse use() {
        SequenceEncoder now = loaded;
        return now == null ? EncoderUse.UNKNOWN : now.use();
    }

    @Override
    public List<UnusedDevice> unusedDevices() {
        SequenceEncoder now = loaded;
        return now == null ? List.of() : now.unusedDevices();
    }

    @Override
    public void close() {
        SequenceEncoder now = loaded;
        if (now != null) {
            now.close();
        }
    }
}
