package org.virnuc.pipeline.embeddings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.virnuc.models.BatchListener;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.EncoderUse;
import org.virnuc.models.PendingVectors;
import org.virnuc.models.UnusedDevice;

/**
 * An encoder behind a cache. Only sequences missing from the cache reach the encoder, each once, and their vectors are
 * added to the cache when the caller waits for them. Concurrent calls overlap as they do without a cache: one call's
 * sequences are computed while another looks up its vectors. The encoder is neither called nor loaded as long as the
 * cache has every vector.
 */
final class CachedEncoder implements StepEncoder {
    private final StepEncoder encoder;
    private final CachedVectors cached;

    CachedEncoder(StepEncoder encoder, CachedVectors cached) {
        this.encoder = encoder;
        this.cached = cached;
    }

    @Override
    public int dimension() {
        return cached.dimension();
    }

    @Override
    public EncoderInfo info() {
        return encoder.info();
    }

    @Override
    public float[] encode(List<String> sequences, BatchListener listener) {
        return start(sequences, 0, listener).await();
    }

    /** {@inheritDoc} The listener is called for computed sequences only, not for cached ones. */
    @Override
    public PendingVectors start(List<String> sequences, long followedBy, BatchListener listener) {
        UniqueSequences unique = UniqueSequences.of(sequences);
        CachedVectors.Lookup found = find(unique.sequences());
        List<String> missing = found.missing();
        PendingVectors computed = missing.isEmpty() ? () -> new float[0] : encoder.start(missing, followedBy, listener);
        return () -> unique.spread(found.complete(computed.await()), dimension());
    }

    private CachedVectors.Lookup find(List<String> sequences) {
        try {
            return cached.find(sequences);
        } catch (IOException cancelled) {
            throw new UncheckedIOException(cancelled); // the thread is still interrupted
        }
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
    public List<UnusedDevice> unusedDevices() {
        return encoder.unusedDevices();
    }

    @Override
    public Optional<CacheUse> cacheUse() {
        return Optional.of(cached.use());
    }

    @Override
    public void close() {
        try {
            cached.close();
        } finally {
            encoder.close();
        }
    }
}
