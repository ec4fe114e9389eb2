package org.virnuc.pipeline.stages;

import org.virnuc.engine.StageObserver;

/** Reports items in batches, because a call for each of a million short reads would cost more than the read. */
final class ItemCounter {
    private static final int CALLS_PER_REPORT = 1024;

    private final StageObserver observer;
    private long pending;
    private int calls;

    ItemCounter(StageObserver observer) {
        this.observer = observer;
    }

    /** Counts finished items. Call it with 0 while a long item is in progress, so that a cancelled run stops soon. */
    void add(int items) throws InterruptedException {
        pending += items;
        if (++calls == CALLS_PER_REPORT) {
            flush();
        }
    }

    /** Reports the items counted since the last report. */
    void flush() throws InterruptedException {
        observer.items(pending);
        pending = 0;
        calls = 0;
    }
}
