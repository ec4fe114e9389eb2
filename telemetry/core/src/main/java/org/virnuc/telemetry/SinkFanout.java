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

/** Delivers each event to all sinks, and protects the run from sinks that are slow or throw exceptions. */
final class SinkFanout {
    /** Longest time, in nanoseconds, that the end of a run waits for a sink that is slow but makes progress. */
    private static final long LONGEST_FLUSH = TimeUnit.SECONDS.toNanos(5);

    /** Longest time, in nanoseconds, that the end of a run waits for a sink that makes no progress. */
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
     * Creates the delivery for the sinks of one run.
     *
     * @param onFirstLoss called once per sink with the first exception it throws, and once with null if it cannot keep
     *     up; the callback may deliver events itself
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

    /** Returns whether any sink wants model calls. */
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
        } catch (Throwable problem) { // even an Error must not stop the run
            losses.incrementAndGet();
            if (failed.add(sink)) {
                onFirstLoss.accept(sink, problem);
            }
        }
    }

    /** Waits, for a bounded time, until the sinks have processed the events delivered so far. */
    void flush() {
        long start = System.nanoTime();
        for (SinkLane lane : lanes) {
            lane.flush(Math.max(0, LONGEST_FLUSH - (System.nanoTime() - start)), LONGEST_SILENCE);
        }
    }

    /**
     * Calls {@code action} for each sink that could not keep up, with the number of events it has missed so far. The
     * numbers are final after {@link #close}.
     */
    void missed(ObjLongConsumer<TelemetrySink> action) {
        lanes.stream().filter(lane -> lane.dropped() > 0).forEach(lane -> action.accept(lane.sink(), lane.dropped()));
    }

    /** Stops delivering events. */
    void close() {
        lanes.forEach(SinkLane::close);
    }

    /** Counts an event that reached no sink, for example one recorded after the end of the run. */
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
