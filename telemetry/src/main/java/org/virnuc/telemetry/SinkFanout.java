package org.virnuc.telemetry;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** Hands each event to every sink, one at a time, and keeps what they throw away from the run. */
final class SinkFanout {
    private final List<TelemetrySink> sinks;
    private final BiConsumer<TelemetrySink, Throwable> onFirstLoss;
    private final Set<TelemetrySink> failed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final AtomicLong losses = new AtomicLong();

    /** {@code onFirstLoss} is called once per sink and may deliver events itself. */
    SinkFanout(List<TelemetrySink> sinks, BiConsumer<TelemetrySink, Throwable> onFirstLoss) {
        this.sinks = List.copyOf(sinks);
        this.onFirstLoss = onFirstLoss;
    }

    void deliver(TelemetryEvent event) {
        if (sinks.isEmpty()) {
            return;
        }
        synchronized (this) {
            for (TelemetrySink sink : sinks) {
                deliver(event, sink);
            }
        }
    }

    private void deliver(TelemetryEvent event, TelemetrySink sink) {
        try {
            sink.accept(event);
        } catch (Throwable problem) { // whatever it is, also an Error: the run goes on
            losses.incrementAndGet();
            if (failed.add(sink)) {
                onFirstLoss.accept(sink, problem);
            }
        }
    }

    /** Counts something that reached no sink, such as an event after the end. */
    void lose() {
        losses.incrementAndGet();
    }

    long losses() {
        return losses.get();
    }
}
