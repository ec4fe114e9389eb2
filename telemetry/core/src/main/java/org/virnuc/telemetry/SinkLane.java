package org.virnuc.telemetry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries events to one sink, through a bounded queue that a thread of its own empties. Events that were queued one
 * after the other arrive in that order. Events are dropped when the queue is full. The last quarter of the queue is
 * reserved for events other than model calls and progress, so that a flood of those cannot crowd out the end of a
 * stage.
 *
 * <p>Queuing takes no lock, and wakes the thread only if it has been idle for a while. With a lock and a wake-up for
 * each event, a flood of events would spend most of its time in the kernel.
 */
final class SinkLane {
    /** Room for eight milliseconds of events at a million events a second; takes a few megabytes. */
    static final int CAPACITY = 8192;

    private static final int BULK_CAPACITY = CAPACITY / 4 * 3;
    private static final long LOOK_EVERY = TimeUnit.MICROSECONDS.toNanos(200);

    /**
     * How long an idle thread polls the queue, in nanoseconds, before it must be woken. Much shorter than a flood of
     * events needs to fill the queue.
     */
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(1);

    private final TelemetrySink sink;
    private final BiConsumer<TelemetryEvent, TelemetrySink> hand;

    /** Takes events from any thread. Removal holds the lock of the queue, because {@link #close} may empty it meanwhile. */
    private final MpscAtomicArrayQueue<TelemetryEvent> queue = new MpscAtomicArrayQueue<>(CAPACITY);

    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong handled = new AtomicLong();
    private volatile @Nullable Thread thread;
    private volatile boolean resting;
    private volatile boolean closed;

    /** Creates a lane. {@code hand} passes an event to the sink, and must not throw. */
    SinkLane(TelemetrySink sink, BiConsumer<TelemetryEvent, TelemetrySink> hand) {
        this.sink = sink;
        this.hand = hand;
    }

    TelemetrySink sink() {
        return sink;
    }

    /** Queues an event without ever waiting. Returns false if the event was dropped. */
    boolean offer(TelemetryEvent event) {
        if (closed) {
            return true; // the run has ended and its report is final
        }
        boolean bulk = event instanceof TelemetryEvent.ModelCalled || event instanceof TelemetryEvent.StageProgressed;
        if (!queue.offerIfBelowThreshold(event, bulk ? BULK_CAPACITY : CAPACITY)) {
            dropped.incrementAndGet();
            return false;
        }
        if (thread == null) {
            start();
        } else if (resting) {
            wake();
        }
        return true;
    }

    /** Returns the number of events that found the queue full or were still queued at the end. */
    long dropped() {
        return dropped.get();
    }

    /**
     * Waits until the events queued so far have been processed.
     *
     * @param longest longest wait, in nanoseconds
     * @param silence longest wait, in nanoseconds, during which the sink finishes no event
     */
    void flush(long longest, long silence) {
        long target = queue.currentProducerIndex();
        wake();
        long start = System.nanoTime();
        long seen = handled.get();
        long seenAt = start;
        boolean interrupted = Thread.interrupted();
        while (handled.get() < target) {
            long now = System.nanoTime();
            if (handled.get() != seen) {
                seen = handled.get();
                seenAt = now;
            }
            if (now - start >= longest || now - seenAt >= silence) {
                break;
            }
            LockSupport.parkNanos(LOOK_EVERY);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Refuses further events, drops those still queued, and interrupts the sink if it hangs. */
    synchronized void close() {
        synchronized (queue) {
            closed = true;
            while (queue.poll() != null) {
                dropped.incrementAndGet();
            }
        }
        Thread taker = thread;
        if (taker != null) {
            taker.interrupt();
        }
    }

    private synchronized void start() {
        if (thread == null) {
            Thread taker = new Thread(this::take, "virnuc-telemetry-sink");
            taker.setDaemon(true);
            thread = taker; // published before the thread can go idle, so that it can be woken
            taker.start();
        }
    }

    private void wake() {
        resting = false;
        LockSupport.unpark(thread);
    }

    private void take() {
        while (!closed) {
            TelemetryEvent event = next();
            if (event == null) {
                rest();
            } else {
                hand.accept(event, sink);
                handled.lazySet(handled.get() + 1);
            }
        }
    }

    /** Takes the next event; null if the queue is empty or {@link #close} took the event first. */
    private @Nullable TelemetryEvent next() {
        synchronized (queue) {
            return closed ? null : queue.relaxedPoll();
        }
    }

    /**
     * Polls for a moment, then sleeps until woken. Clears an interrupt that a sink may have left behind, which would
     * prevent the thread from waiting.
     */
    private void rest() {
        boolean unused = Thread.interrupted();
        LockSupport.parkNanos(this, MOMENT);
        if (queue.isEmpty()) {
            resting = true;
            if (queue.isEmpty()
                    && !closed) { // a producer that queues an event from here on sees that the thread is idle
                LockSupport.park(this);
            }
            resting = false;
        }
    }
}
