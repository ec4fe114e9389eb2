package org.virnuc.telemetry;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** Hands each event to every sink, and keeps what they throw and how long they take away from the run. */
final class SinkFanout {
    /** A sink that is slow but takes events may hold the end of the run so long. */
    private static final long LONGEST_FLUSH = TimeUnit.SECONDS.toNanos(5);

    /** One that takes nothing, so long. */
    private static final long LONGEST_SILENCE = TimeUnit.SECONDS.toNanos(1);

    private final List<TelemetrySink> immediate;
    private final List<SinkLane> lanes;
    private final List<TelemetrySink> immediateForCalls;
    private final List<SinkLane> lanesForCalls;
    private final BiConsumer<TelemetrySink, @Nullable Throwable> onFirstLoss;
    private final Set<TelemetrySink> failed = identities();
    private final Set<TelemetrySink> overtaxed = identities();
    private final AtomicLong losses = new AtomicLong();

    /**
     * Sinks of one run.
     *
     * @param onFirstLoss called once per sink with what it has thrown, and once with null where it does not keep up; it may deliver events
     */
    SinkFanout(List<TelemetrySink> sinks, BiConsumer<TelemetrySink, @Nullable Throwable> onFirstLoss) {
        this.onFirstLoss = onFirstLoss;
        this.immediate = sinks.stream().filter(TelemetrySink::immediate).toList();
        this.lanes = sinks.stream()
                .filter(sink -> !sink.immediate())
                .map(sink -> new SinkLane(sink, this::hand))
                .toList();
        this.immediateForCalls =
                immediate.stream().filter(TelemetrySink::wantsModelCalls).toList();
        this.lanesForCalls =
                lanes.stream().filter(lane -> lane.sink().wantsModelCalls()).toList();
    }

    /** Whether anybody wants to learn of model calls. */
    boolean wantModelCalls() {
        return !lanesForCalls.isEmpty() || !immediateForCalls.isEmpty();
    }

    void deliver(TelemetryEvent event) {
        if (event instanceof TelemetryEvent.ModelCalled) {
            deliver(event, lanesForCalls, immediateForCalls);
        } else {
            deliver(event, lanes, immediate);
        }
    }

    private void deliver(TelemetryEvent event, List<SinkLane> queues, List<TelemetrySink> atOnce) {
        for (SinkLane lane : queues) {
            if (!lane.offer(event) && overtaxed.add(lane.sink())) {
                onFirstLoss.accept(lane.sink(), null);
            }
        }
        if (!atOnce.isEmpty()) {
            synchronized (this) {
                atOnce.forEach(sink -> hand(event, sink));
            }
        }
    }

    private void hand(TelemetryEvent event, TelemetrySink sink) {
        try {
            sink.accept(event);
        } catch (Throwable problem) { // whatever it is, also an Error: the run goes on
            losses.incrementAndGet();
            if (failed.add(sink)) {
                onFirstLoss.accept(sink, problem);
            }
        }
    }

    /** Waits, not for ever, until the sinks have taken what was delivered before. */
    void flush() {
        long start = System.nanoTime();
        for (SinkLane lane : lanes) {
            lane.flush(Math.max(0, LONGEST_FLUSH - (System.nanoTime() - start)), LONGEST_SILENCE);
        }
    }

    /** Tells what each sink has missed so far that did not keep up; after {@link #close} that is final. */
    void missed(ObjLongConsumer<TelemetrySink> told) {
        lanes.stream().filter(lane -> lane.dropped() > 0).forEach(lane -> told.accept(lane.sink(), lane.dropped()));
    }

    /** Nothing follows. */
    void close() {
        lanes.forEach(SinkLane::close);
    }

    /** Counts something that reached no sink, such as an event after the end. */
    void lose() {
        losses.incrementAndGet();
    }

    long losses() {
        return losses.get() + lanes.stream().mapToLong(SinkLane::dropped).sum();
    }

    private static Set<TelemetrySink> identities() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    }
}
