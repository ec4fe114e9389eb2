package org.virnuc.pipeline.stages;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.DeviceEvent;
import org.virnuc.models.EncoderUse;
import org.virnuc.models.PendingVectors;
import org.virnuc.pipeline.embeddings.EncoderSource;
import org.virnuc.pipeline.embeddings.StepEncoder;

/** An encoder that reports its batches to an observer and stops waiting if the run is cancelled. Thread-safe. */
final class ObservedEncoder implements AutoCloseable {
    private static final double NANOS = 1e9;

    private final StageId stage;
    private final StageObserver observer;
    private final boolean reportsItems;
    private final StepEncoder encoder;
    private long tokens;
    private long slots;

    /**
     * Creates an encoder that is loaded when the first vector has to be computed.
     *
     * @param reportsItems whether sequences are the items of the stage
     */
    ObservedEncoder(StageId stage, EncoderSource source, StageObserver observer, boolean reportsItems) {
        this.stage = stage;
        this.observer = observer;
        this.reportsItems = reportsItems;
        this.encoder = source.open(observer);
    }

    /** The vectors of some sequences, row-major. */
    float[] vectors(List<String> sequences) throws InterruptedException {
        Vectors pending = start(sequences, 0, "");
        float[] vectors = pending.await();
        if (reportsItems && pending.found() > 0) {
            observer.items(pending.found());
        }
        return vectors;
    }

    /** The vectors of some sequences, row-major, with their progress told bit by bit. */
    float[] vectors(List<String> sequences, SharedProgress progress) throws InterruptedException {
        Vectors pending = start(sequences, 0, new Listener("", progress));
        float[] vectors = pending.await();
        progress.encoded(pending.found());
        return vectors;
    }

    /**
     * Starts to encode sequences. Items that no batch computes are reported by the caller.
     *
     * @param followedBy number of sequences that will be started later
     * @param file the file that the vectors belong to
     */
    Vectors start(List<String> sequences, long followedBy, String file) throws InterruptedException {
        return start(sequences, followedBy, new Listener(file, null));
    }

    private Vectors start(List<String> sequences, long followedBy, Listener listener) throws InterruptedException {
        PendingVectors pending = sequences.isEmpty()
                ? () -> new float[0]
                : cancellable(() -> encoder.start(sequences, followedBy, listener));
        return new Vectors(sequences.size(), pending, listener);
    }

    /** Vectors that are being computed. */
    final class Vectors {
        private final int sequences;
        private final PendingVectors pending;
        private final Listener listener;

        private Vectors(int sequences, PendingVectors pending, Listener listener) {
            this.sequences = sequences;
            this.pending = pending;
            this.listener = listener;
        }

        /** Waits for the vectors: row-major, row {@code i} is the vector of sequence {@code i}. */
        float[] await() throws InterruptedException {
            return cancellable(pending::await);
        }

        /** The number of vectors that came from a cache; known after {@link #await}. */
        long found() {
            return sequences - listener.computed.get();
        }
    }

    private <T> T cancellable(Supplier<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                InterruptedException cancelled = new InterruptedException(stage.word() + " was cancelled");
                cancelled.initCause(e);
                throw cancelled;
            }
            throw e;
        }
    }

    /** The length of a vector. */
    int dimension() {
        return encoder.dimension();
    }

    /** The number of sequences that should be started ahead; 0 while the encoder is not loaded. */
    int ahead() {
        return encoder.ahead();
    }

    private synchronized void count(BatchFigures figures) {
        tokens += figures.tokens();
        slots += figures.slots();
    }

    /** Receives the batches of a file from the threads that compute them. */
    private final class Listener implements BatchListener {
        private final String file;
        private final @Nullable SharedProgress progress;
        private final AtomicLong computed = new AtomicLong();

        Listener(String file, @Nullable SharedProgress progress) {
            this.file = file;
            this.progress = progress;
        }

        @Override
        public void before(BatchRequest batch) {
            observer.beforeBatch(encoder.info(), batch);
        }

        @Override
        public void batch(BatchFigures figures) {
            computed.addAndGet(figures.sequences());
            count(figures);
            observer.batch(file, encoder.info(), figures);
            try {
                if (progress == null) {
                    observer.items(reportsItems ? figures.sequences() : 0);
                } else {
                    progress.encoded(figures.sequences());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stage.word() + " was cancelled", e);
            }
        }

        @Override
        public void failed(DeviceEvent event) {
            observer.failed(encoder.info(), event);
        }
    }

    /** Whether the encoder has computed anything. */
    synchronized boolean used() {
        return slots > 0;
    }

    /** Reports how full batches were and how the devices have spent their time. */
    synchronized void report() {
        observer.metric("padding_share", (slots - tokens) / (double) slots);
        EncoderUse use = encoder.use();
        if (use.lanes() > 0) {
            observer.metric("compute_lanes", use.lanes());
            observer.metric("queue_wait_seconds", use.waitNanos() / NANOS);
            observer.metric("tail_seconds", use.tailNanos() / NANOS);
            observer.metric("idle_share", use.idleShare());
            observer.metric("warm_up_seconds", use.warmUpNanos() / NANOS);
            long steady = use.busyNanos() - use.warmUpNanos();
            if (steady > 0) {
                observer.metric("steady_tokens_per_lane_second", (tokens - use.warmUpTokens()) / (steady / NANOS));
            }
        }
    }

    /** Reports cache hits if there is a cache; for a step with one encoder. */
    void reportCache() {
        encoder.cacheUse().ifPresent(use -> use.report(observer));
    }

    /** Reports cache hits if there is a cache and it was used. */
    void reportCache(String prefix) {
        encoder.cacheUse().ifPresent(use -> use.report(prefix, observer));
    }

    @Override
    public void close() {
        encoder.close();
    }
}
