package org.virnuc.telemetry;

/**
 * A consumer of a run's events. It is called by a thread of its own, never twice at a time, and may call {@link
 * PipelineTelemetry#snapshot()} but nothing that changes the run. The run does not wait for it: a sink that is too slow misses events,
 * first those of model calls and progress. What it misses and what it throws is counted and reported, and never reaches the run.
 */
@FunctionalInterface
public interface TelemetrySink {
    void accept(TelemetryEvent event);

    /** Whether it must learn of each event at once, on the thread where it happens, which then waits; such a sink has to be fast. */
    default boolean immediate() {
        return false;
    }

    /** Whether it wants to learn of model calls, which are by far the most events; one that does not is not even woken for them. */
    default boolean wantsModelCalls() {
        return true;
    }

    /** The same sink, called at once. */
    static TelemetrySink immediately(TelemetrySink sink) {
        return new ImmediateSink(sink);
    }
}
