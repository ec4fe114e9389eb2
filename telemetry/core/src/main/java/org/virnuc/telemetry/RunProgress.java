package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the stages and amounts of a run while it is running. Thread-safe. */
final class RunProgress {
    private final List<StageSpan> stages = new ArrayList<>();
    private final Map<String, Long> quantities = new LinkedHashMap<>();
    private final Map<String, Long> outcome = new LinkedHashMap<>();
    private boolean closed;

    /** Adds a stage. Returns false if the run has ended. */
    synchronized boolean add(StageSpan span) {
        return !closed && stages.add(span);
    }

    synchronized void quantity(String name, long count) {
        Checks.notNegative(count, "quantities." + name);
        quantities.merge(name, count, Long::sum);
    }

    synchronized void outcome(String name, long count) {
        Checks.notNegative(count, "outcome." + name);
        outcome.put(name, count);
    }

    /** Refuses further stages, and returns those that are still running. */
    synchronized List<StageSpan> close() {
        closed = true;
        return stages.stream().filter(StageSpan::running).toList();
    }

    /**
     * Returns a consistent view of all stages and amounts.
     *
     * @param now nanoseconds since the start of the run
     * @param usage resources the process has used so far
     */
    synchronized RunParts parts(long now, Usage usage) {
        List<StageSpan.State> states =
                stages.stream().map(span -> span.state(now, usage)).toList();
        return new RunParts(states, new LinkedHashMap<>(quantities), new LinkedHashMap<>(outcome));
    }
}
