package org.virnuc.models.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.engine.BatchPlanner.Batch;

/**
 * The queue of batches that all devices of an encoder share: a device that has finished a batch takes the next, so none
 * is idle while a batch waits. Calls are served first come, first served, and the batches of a call longest first.
 * Preparation, such as tokenizing, is queued separately and is taken first, because it produces batches.
 *
 * @param <C> identifies the call that a batch belongs to
 */
public final class BatchQueue<C> {
    private final Deque<Work<C>> preparations = new ArrayDeque<>();
    private final Deque<Work<C>> batches = new ArrayDeque<>();
    private boolean closed;

    /** Which kinds of work a thread takes. */
    enum Role {
        PREPARE,
        COMPUTE,
        BOTH
    }

    /**
     * A batch, or the preparation that produces batches.
     *
     * @param preparation null for a batch
     * @param batch null for a preparation
     */
    public record Work<C>(C call, @Nullable Runnable preparation, @Nullable Batch batch) {}

    /** Appends the batches of a call. */
    public synchronized void add(C call, List<Batch> added) {
        added.forEach(batch -> batches.addLast(new Work<>(call, null, batch)));
        notifyAll();
    }

    /** Removes and returns the next batch; null if none is waiting. */
    public synchronized @Nullable Work<C> poll() {
        return batches.pollFirst();
    }

    /** The number of waiting batches. */
    public synchronized int size() {
        return batches.size();
    }

    synchronized void prepare(C call, Runnable preparation) {
        preparations.addLast(new Work<>(call, preparation, null));
        notifyAll();
    }

    /** Puts batches back at the head of the queue, in this order. */
    synchronized void giveBack(C call, List<Batch> returned) {
        for (int i = returned.size() - 1; i >= 0; i--) {
            batches.addFirst(new Work<>(call, null, returned.get(i)));
        }
        notifyAll();
    }

    /**
     * Waits for work.
     *
     * @param gone whether the caller no longer needs to wait; evaluated again after each {@link #wake}
     * @return null if the queue is closed or the caller is gone
     */
    synchronized @Nullable Work<C> take(Role role, BooleanSupplier gone) throws InterruptedException {
        while (!closed && !gone.getAsBoolean()) {
            Work<C> next = role == Role.COMPUTE ? null : preparations.pollFirst();
            if (next == null && role != Role.PREPARE) {
                next = batches.pollFirst();
            }
            if (next != null) {
                return next;
            }
            wait();
        }
        return null;
    }

    /** Makes all waiting threads check again whether they are gone. */
    synchronized void wake() {
        notifyAll();
    }

    /** Removes the waiting work of the matching calls. */
    synchronized void drop(Predicate<C> calls) {
        preparations.removeIf(work -> calls.test(work.call()));
        batches.removeIf(work -> calls.test(work.call()));
    }

    /** Closes the queue for good and ends all waiting; returns false if it was closed already. */
    synchronized boolean close() {
        boolean first = !closed;
        drop(call -> true);
        closed = true;
        notifyAll();
        return first;
    }
}
