package org.virnuc.telemetry;

import org.virnuc.files.PublicApi;

/**
 * A consumer of the events of a run. Each sink is called on a thread of its own, one event at a time. It may call
 * {@link PipelineTelemetry#snapshot()}, but nothing that changes the run.
 *
 * <p>The run never waits for a sink: a sink that is too slow misses events, first model calls and progress. Missed
 * events and exceptions are counted and reported, and do not affect the run.
 */
@FunctionalInterface
@PublicApi
public interface TelemetrySink {
    void accept(TelemetryEvent event);

    /**
     * Returns whether the sink must be called on the thread where the event happens, which then waits for it. Such a
     * sink must be fast.
     */
    default boolean immediate() {
        return false;
    }

    /**
     * Returns whether the sink wants model calls, which are by far the most frequent events. A sink that does not want
     * them is not even woken for them.
     */
    default boolean wantsModelCalls() {
        return true;
    }

    /** Wraps a sink so that it is called on the thread where each event happens. */
    static TelemetrySink immediately(TelemetrySink sink) {
        return new ImmediateSink(sink);
    }
}
