package org.virnuc.pipeline.stages;

import org.virnuc.engine.StageObserver;

/** Reports items in batches, because a call for each of a million short reads would cost more than the read. */
final class ItemCounter {
    private static final int CALLS_PER_REPORT = 1024;

    private final Report report;
    private long pending;
    private int calls;

    ItemCounter(StageObserver observer) {
        this.report = observer::items;
    }

    /** A counter of steps that nobody follows; it still stops a thread that is interrupted. */
    ItemCounter() {
        this.report = items -> {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        };
    }

    private interface Report {
        void items(long items) throws InterruptedException;
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
        report.items(pending);
        pending = 0;
        calls = 0;
    }
}
