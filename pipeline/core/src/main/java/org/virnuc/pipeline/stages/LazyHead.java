package org.virnuc.pipeline.stages;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.FrameClassifier;

/** A head that is opened when the first score is computed. */
final class LazyHead implements AutoCloseable {
    private final Supplier<FrameClassifier> opening;
    private final StageObserver observer;
    private @Nullable FrameClassifier open;

    LazyHead(Supplier<FrameClassifier> opening, StageObserver observer) {
        this.opening = opening;
        this.observer = observer;
    }

    /** Row-major, others and virus of each row. */
    float[] scores(float[] features, int rows) {
        FrameClassifier now = open;
        if (now == null) {
            now = observer.load(opening);
            open = now;
        }
        return now.scores(features, rows);
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
