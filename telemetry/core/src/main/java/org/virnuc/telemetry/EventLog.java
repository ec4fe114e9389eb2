package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the first events of a run and counts the rest: a flood shows where it began, and memory stays bounded. Guardrail hits, which come
 * late and are few, have room of their own.
 */
final class EventLog {
    /** How many events a report holds. */
    static final int LIMIT = 1000;

    /** How many guardrail hits beside them. */
    static final int GUARDRAIL_LIMIT = 100;

    private final List<EventReport> kept = new ArrayList<>();
    private int others;
    private int guardrails;
    private long dropped;

    synchronized void add(EventReport event) {
        boolean room = event.eventClass() == EventClass.GUARDRAIL ? guardrails++ < GUARDRAIL_LIMIT : others++ < LIMIT;
        if (room) {
            kept.add(event);
        } else {
            dropped++;
        }
    }

    /** A log of the same events, to which others may be added. */
    synchronized EventLog copy() {
        EventLog copy = new EventLog();
        copy.kept.addAll(kept);
        copy.others = others;
        copy.guardrails = guardrails;
        copy.dropped = dropped;
        return copy;
    }

    synchronized List<EventReport> kept() {
        return List.copyOf(kept);
    }

    synchronized long dropped() {
        return dropped;
    }
}
