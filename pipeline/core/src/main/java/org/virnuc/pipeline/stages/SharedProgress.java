package org.virnuc.pipeline.stages;

import org.virnuc.engine.StageObserver;

/**
 * Reports some items of a stage as finished bit by bit, where sequences of several of them are encoded together: in
 * step with the sequences that are done. Never more items than there are, and all of them at the end. Thread-safe.
 */
final class SharedProgress {
    private final StageObserver observer;
    private final long items;
    private long sequences;
    private long done;
    private long reported;

    /** Progress of so many items. */
    SharedProgress(StageObserver observer, long items) {
        this.observer = observer;
        this.items = items;
    }

    /** Says how many sequences have to be encoded for the items, before the first is. */
    synchronized void expect(long all) {
        sequences = all;
    }

    /**
     * Counts sequences that are encoded.
     *
     * @throws InterruptedException if the run was cancelled
     */
    void encoded(long more) throws InterruptedException {
        observer.items(counted(more));
    }

    private synchronized long counted(long more) {
        done += more;
        long finished = sequences == 0 ? 0 : Math.min(items, items * done / sequences);
        long news = finished - reported;
        reported = finished;
        return news;
    }

    /**
     * Reports what is left.
     *
     * @throws InterruptedException if the run was cancelled
     */
    void finish() throws InterruptedException {
        observer.items(rest());
    }

    private synchronized long rest() {
        long rest = items - reported;
        reported = items;
        return rest;
    }
}
