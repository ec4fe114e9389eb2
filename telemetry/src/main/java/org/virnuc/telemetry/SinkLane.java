package org.virnuc.telemetry;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of events to one sink: a bounded queue and a thread that empties it. Events that were told one after the other arrive in that
 * order. Where the queue is full, events are dropped; the last quarter of it is kept for events other than model calls and progress, so
 * that a flood of those does not drown the end of a stage.
 */
final class SinkLane {
    /** About a tenth of a second at a hundred thousand events a second, and a few megabytes. */
    static final int CAPACITY = 8192;

    private static final int BULK_CAPACITY = CAPACITY / 4 * 3;
    private static final long LOOK_EVERY = TimeUnit.MICROSECONDS.toNanos(200);

    private final TelemetrySink sink;
    private final BiConsumer<TelemetryEvent, TelemetrySink> hand;
    private final ArrayBlockingQueue<TelemetryEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile @Nullable Thread thread;
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
        // Counted before it is queued, so that a flush never misses one.
        long waiting = accepted.incrementAndGet() - handled.get();
        if ((bulk && waiting > BULK_CAPACITY) || !queue.offer(event)) {
            accepted.decrementAndGet();
            dropped.incrementAndGet();
            return false;
        }
        if (thread == null) {
            start();
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
        long target = accepted.get();
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
        closed = true;
        while (queue.poll() != null) {
            dropped.incrementAndGet();
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
            taker.start();
            thread = taker;
        }
    }

    private void take() {
        while (!closed) {
            TelemetryEvent event = next();
            if (event != null) {
                hand.accept(event, sink);
                handled.incrementAndGet();
            }
        }
    }

    /** Null where the thread was interrupted: by {@link #close}, or by a sink that has left an interrupt behind. */
    private @Nullable TelemetryEvent next() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            return null;
        }
    }
}
