package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. */
public final class RecordingSink implements TelemetrySink {
    private final List<TelemetryEvent> events = new ArrayList<>();

    @Override
    public synchronized void accept(TelemetryEvent event) {
        events.add(event);
    }

    public synchronized List<TelemetryEvent> events() {
        return List.copyOf(events);
    }

    public synchronized <T extends TelemetryEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
