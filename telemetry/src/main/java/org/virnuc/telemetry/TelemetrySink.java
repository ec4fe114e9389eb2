package org.virnuc.telemetry;

/**
 * A consumer of a run's events. It is never called twice at a time, may call {@link PipelineTelemetry#snapshot()} but nothing that
 * changes the run, and returns soon, because the run waits. What it throws is counted and reported, and never reaches the run.
 */
@FunctionalInterface
public interface TelemetrySink {
    void accept(TelemetryEvent event);
}
