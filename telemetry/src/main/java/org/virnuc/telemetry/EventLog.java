package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.List;

/** Keeps the first events of a run and counts the rest: a flood shows where it began, and memory stays bounded. */
final class EventLog {
    /** How many events a report holds. */
    static final int LIMIT = 1000;

    private final List<EventReport> kept = new ArrayList<>();
    private long dropped;

    synchronized void add(EventReport event) {
        if (kept.size() < LIMIT) {
            kept.add(event);
        } else {
            dropped++;
        }
    }

    synchronized List<EventReport> kept() {
        return List.copyOf(kept);
    }

    synchronized long dropped() {
        return dropped;
    }
}
