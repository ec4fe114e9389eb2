package org.virnuc.pipeline.stages;

import java.util.HashMap;
import java.util.Map;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.EncoderInfo;

/** Keeps what a stage says. */
final class RecordedObserver implements StageObserver {
    final Map<String, Number> metrics = new HashMap<>();
    private final long cancelAfter;
    long items;
    long reports;

    RecordedObserver() {
        this(Long.MAX_VALUE);
    }

    /** Cancels at the first report once that number of items are finished. */
    RecordedObserver(long cancelAfter) {
        this.cancelAfter = cancelAfter;
    }

    @Override
    public void items(long more) throws InterruptedException {
        items += more;
        reports++;
        if (items >= cancelAfter) {
            throw new InterruptedException("cancelled by the test");
        }
    }

    @Override
    public void metric(String name, Number value) {
        metrics.put(name, value);
    }

    @Override
    public void batch(EncoderInfo model, BatchFigures figures) {
        throw new AssertionError("these stages compute no batches");
    }
}
