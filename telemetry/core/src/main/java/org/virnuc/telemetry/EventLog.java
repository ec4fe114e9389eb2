package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * Stores the first events of a run and counts the rest, so that memory stays bounded and a flood of events shows how it
 * started. Guardrail hits are few but come late, so they have a limit of their own.
 */
final class EventLog {
    /** Most events that a report holds, not counting guardrail hits. */
    static final int LIMIT = 1000;

    /** Most guardrail hits that a report holds. */
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

    /** Returns an independent copy. */
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
