package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.List;
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
import org.virnuc.models.SequenceEncoder;
import org.virnuc.pipeline.embeddings.CachedVectors;

/** An encoder that is opened when the first vector is wanted, by any thread, and whose batches the observer is told of. */
final class LazyEncoder implements AutoCloseable {
    private static final double NANOS = 1e9;

    private final StageId stage;
    private final Supplier<SequenceEncoder> opening;
    private final StageObserver observer;
    private final boolean countsItems;
    private final @Nullable CachedVectors cached;
    private final Object lock = new Object();
    private volatile @Nullable SequenceEncoder open;
    private @Nullable RuntimeException notOpened;
    private long tokens;
    private long slots;

    /**
     * An encoder that is not open yet.
     *
     * @param countsItems whether a sequence is an item of the stage
     */
    LazyEncoder(StageId stage, Supplier<SequenceEncoder> opening, StageObserver observer, boolean countsItems) {
        this(stage, opening, observer, countsItems, null);
    }

    /** The same; looks for vectors in a cache first and adds to it, unless {@code reuse} is null. */
    LazyEncoder(
            StageId stage,
            Supplier<SequenceEncoder> opening,
            StageObserver observer,
            boolean countsItems,
            EmbeddingStage.@Nullable Reuse reuse) {
        this.stage = stage;
        this.opening = opening;
        this.observer = observer;
        this.countsItems = countsItems;
        this.cached = reuse == null ? null : reuse.cache().open(reuse.space(), observer::warning);
    }

    /** Row-major, a vector for each of some sequences; with a cache they are different ones. */
    float[] vectors(List<String> sequences) throws IOException, InterruptedException {
        CachedVectors known = cached;
        if (known == null) {
            return computed(sequences);
        }
        CachedVectors.Lookup found = known.find(sequences);
        return found.complete(found.missing().isEmpty() ? new float[0] : computed(found.missing()));
    }

    private float[] computed(List<String> sequences) throws InterruptedException {
        return await(() -> encoder().encode(sequences, new Listener("")));
    }

    /**
     * As {@link SequenceEncoder#start}.
     *
     * @param file that the vectors are for
     */
    PendingVectors start(List<String> sequences, long followedBy, String file) {
        return encoder().start(sequences, followedBy, new Listener(file));
    }

    /** Waits for vectors of this encoder. */
    float[] await(PendingVectors vectors) throws InterruptedException {
        try {
            return vectors.await();
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
        return encoder().dimension();
    }

    /** How many sequences it wants to have been started. */
    int ahead() {
        return encoder().ahead();
    }

    private SequenceEncoder encoder() {
        SequenceEncoder now = open;
        return now == null ? opened() : now;
    }

    private SequenceEncoder opened() {
        synchronized (lock) {
            SequenceEncoder now = open;
            if (now == null) {
                now = opening();
                open = now;
            }
            return now;
        }
    }

    /** What could not be opened for one thread is not tried again for the next. */
    private SequenceEncoder opening() {
        if (notOpened != null) {
            throw notOpened;
        }
        try {
            SequenceEncoder loaded = observer.load(opening);
            loaded.unusedDevices().forEach(observer::unused);
            return loaded;
        } catch (RuntimeException e) {
            notOpened = e;
            throw e;
        }
    }

    private synchronized void count(BatchFigures figures) {
        tokens += figures.tokens();
        slots += figures.slots();
    }

    /** Told of the batches for a file, by whichever thread computes them. */
    private final class Listener implements BatchListener {
        private final String file;

        Listener(String file) {
            this.file = file;
        }

        @Override
        public void before(BatchRequest batch) {
            observer.beforeBatch(encoder().info(), batch);
        }

        @Override
        public void batch(BatchFigures figures) {
            count(figures);
            observer.batch(file, encoder().info(), figures);
            try {
                observer.items(countsItems ? figures.sequences() : 0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stage.word() + " was cancelled", e);
            }
        }

        @Override
        public void failed(DeviceEvent event) {
            observer.failed(encoder().info(), event);
        }
    }

    /** Whether it has computed anything. */
    synchronized boolean used() {
        return slots > 0;
    }

    /** Tells how well batches were filled and how its devices have spent their time. */
    synchronized void report() {
        observer.metric("padding_share", (slots - tokens) / (double) slots);
        EncoderUse use = encoder().use();
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

    /** Tells the observer what the cache has saved, where there is one. */
    void report(String prefix) {
        if (cached != null && cached.hits() + cached.misses() > 0) {
            observer.metric(prefix + "_cache_hits", cached.hits());
            observer.metric(prefix + "_cache_misses", cached.misses());
        }
    }

    @Override
    public void close() {
        if (cached != null) {
            cached.close();
        }
        SequenceEncoder now = open;
        if (now != null) {
            now.close();
        }
    }
}
