package org.virnuc.telemetry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The way of events to one sink: a bounded queue and a thread that empties it. Events that were told one after the other arrive in that
 * order. Where the queue is full, events are dropped; the last quarter of it is kept for events other than model calls and progress, so
 * that a flood of those does not drown the end of a stage.
 *
 * <p>Queueing takes no lock, and wakes the thread only where it has had nothing to do for a while. With a lock and a wake-up for each event
 * a flood spends most of its time in the system.
 */
final class SinkLane {
    /** Eight milliseconds at a million events a second, and a few megabytes. */
    static final int CAPACITY = 8192;

    private static final int BULK_CAPACITY = CAPACITY / 4 * 3;
    private static final long LOOK_EVERY = TimeUnit.MICROSECONDS.toNanos(200);

    /** How long the thread looks again by itself before it has to be woken; much less than a flood needs to fill the queue. */
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(1);

    private final TelemetrySink sink;
    private final BiConsumer<TelemetryEvent, TelemetrySink> hand;

    /** Events of any thread; removed under the queue's own lock, since {@link #close} may empty it while the thread takes from it. */
    private final MpscAtomicArrayQueue<TelemetryEvent> queue = new MpscAtomicArrayQueue<>(CAPACITY);

    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong handled = new AtomicLong();
    private volatile @Nullable Thread thread;
    private volatile boolean resting;
    private volatile boolean closed;

    /** {@code hand} gives an event to the sink and throws nothing. */
    SinkLane(TelemetrySink sink, BiConsumer<TelemetryEvent, TelemetrySink> hand) {
        this.sink = sink;
        this.hand = hand;
    }

    TelemetrySink sink() {
        return sink;
    }

    /** Queues an event and never waits; false where it was dropped. */
    boolean offer(TelemetryEvent event) {
        if (closed) {
            return true; // the run is over and reported; nothing follows
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

    /** Events that found the queue full, or were still in it at the end. */
    long dropped() {
        return dropped.get();
    }

    /**
     * Waits until what was queued before has been taken, at most {@code longest} nanoseconds, and no longer than {@code silence} for a
     * sink that takes nothing meanwhile.
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

    /** Takes no more events; those still queued are dropped, and a sink that hangs is interrupted. */
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
            thread = taker; // before it may rest, so that it can be woken
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

    /** Null where there is none, or {@link #close} was faster. */
    private @Nullable TelemetryEvent next() {
        synchronized (queue) {
            return closed ? null : queue.relaxedPoll();
        }
    }

    /** Waits for a moment, then until it is woken. An interrupt that a sink has left behind must not keep it from waiting. */
    private void rest() {
        boolean unused = Thread.interrupted();
        LockSupport.parkNanos(this, MOMENT);
        if (queue.isEmpty()) {
            resting = true;
            if (queue.isEmpty() && !closed) { // who queues after this sees that it rests
                LockSupport.park(this);
            }
            resting = false;
        }
    }
}
