package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stages of a run and its amounts, as they come; safe for any number of threads. */
final class RunProgress {
    private final List<StageSpan> stages = new ArrayList<>();
    private final Map<String, Long> quantities = new LinkedHashMap<>();
    private final Map<String, Long> outcome = new LinkedHashMap<>();
    private boolean closed;

    /** Adds a stage; false where the run has ended. */
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

    /** Takes no further stage; those that still run. */
    synchronized List<StageSpan> close() {
        closed = true;
        return stages.stream().filter(StageSpan::running).toList();
    }

    /** All of it as of {@code now}, nanoseconds of the run, when the process had used {@code usage}. */
    synchronized RunParts parts(long now, Usage usage) {
        List<StageSpan.State> states =
                stages.stream().map(span -> span.state(now, usage)).toList();
        return new RunParts(states, new LinkedHashMap<>(quantities), new LinkedHashMap<>(outcome));
    }
}
