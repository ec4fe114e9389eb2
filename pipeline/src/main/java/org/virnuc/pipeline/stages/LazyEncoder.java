package org.virnuc.pipeline.stages;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.pipeline.StageId;
import org.virnuc.pipeline.StageObserver;

/** An encoder that is opened when the first vector is wanted, and whose batches the observer is told of. */
final class LazyEncoder implements BatchListener, AutoCloseable {
    private final StageId stage;
    private final Supplier<SequenceEncoder> opening;
    private final StageObserver observer;
    private final boolean countsItems;
    private @Nullable SequenceEncoder open;

    /**
     * An encoder that is not open yet.
     *
     * @param countsItems whether a sequence is an item of the stage
     */
    LazyEncoder(StageId stage, Supplier<SequenceEncoder> opening, StageObserver observer, boolean countsItems) {
        this.stage = stage;
        this.opening = opening;
        this.observer = observer;
        this.countsItems = countsItems;
    }

    float[] vectors(List<String> sequences) throws InterruptedException {
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

    /** The length of a vector. */
    int dimension() {
        return encoder().dimension();
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

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
