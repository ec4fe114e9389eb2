package org.virnuc.models.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.engine.BatchPlanner.Batch;

/**
 * The one queue of all devices: whoever is done with its last batch takes the next, so that no device is idle while one
 * waits. First come, first served; within a call the longest first. Work before batches, such as tokenizing, waits beside
 * them and is taken first, because batches come of it.
 *
 * @param <C> whom a batch belongs to
 */
public final class BatchQueue<C> {
    private final Deque<Work<C>> preparations = new ArrayDeque<>();
    private final Deque<Work<C>> batches = new ArrayDeque<>();
    private boolean closed;

    /** What a thread can do. */
    enum Role {
        PREPARE,
        COMPUTE,
        BOTH
    }

    /**
     * A batch, or what comes before one.
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

    /** The next batch; null where none waits. */
    public synchronized @Nullable Work<C> poll() {
        return batches.pollFirst();
    }

    /** How many batches wait. */
    public synchronized int size() {
        return batches.size();
    }

    synchronized void prepare(C call, Runnable preparation) {
        preparations.addLast(new Work<>(call, preparation, null));
        notifyAll();
    }

    /** Puts batches before all others, the first of them first. */
    synchronized void giveBack(C call, List<Batch> returned) {
        for (int i = returned.size() - 1; i >= 0; i--) {
            batches.addFirst(new Work<>(call, null, returned.get(i)));
        }
        notifyAll();
    }

    /**
     * Waits for work.
     *
     * @param gone whether the caller need not wait any longer, asked again after each {@link #wake}
     * @return null where the queue is closed, or the caller is gone
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

    /** Lets all who wait look whether they are gone. */
    synchronized void wake() {
        notifyAll();
    }

    /** Drops what waits for some calls. */
    synchronized void drop(Predicate<C> calls) {
        preparations.removeIf(work -> calls.test(work.call()));
        batches.removeIf(work -> calls.test(work.call()));
    }

    /** Ends all waiting, for good; false where it had ended before. */
    synchronized boolean close() {
        boolean first = !closed;
        drop(call -> true);
        closed = true;
        notifyAll();
        return first;
    }
}
