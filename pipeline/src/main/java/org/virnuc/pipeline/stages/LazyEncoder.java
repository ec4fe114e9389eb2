package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.pipeline.StageId;
import org.virnuc.pipeline.StageObserver;
import org.virnuc.pipeline.embeddings.CachedVectors;

/** An encoder that is opened when the first vector is wanted, and whose batches the observer is told of. */
final class LazyEncoder implements BatchListener, AutoCloseable {
    private final StageId stage;
    private final Supplier<SequenceEncoder> opening;
    private final StageObserver observer;
    private final boolean countsItems;
    private final @Nullable CachedVectors cached;
    private @Nullable SequenceEncoder open;

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
        try {
            return encoder().encode(sequences, this);
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                InterruptedException cancelled = new InterruptedException(stage.word() + " was cancelled");
                cancelled.initCause(e);
                throw cancelled;
            }
            throw e;
        }
    }

    private SequenceEncoder encoder() {
        SequenceEncoder now = open;
        if (now == null) {
            now = observer.load(opening);
            open = now;
        }
        return now;
    }

    @Override
    public void before(BatchRequest batch) {
        observer.beforeBatch(encoder().info(), batch);
    }

    /** Told after each batch, by whichever thread has computed it. */
    @Override
    public void batch(BatchFigures figures) {
        observer.batch(encoder().info(), figures);
        try {
            observer.items(countsItems ? figures.sequences() : 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stage.word() + " was cancelled", e);
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
        if (open != null) {
            open.close();
        }
    }
}
