package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.redact.Redactor;

/** What the telemetry of a run is made of; {@link PipelineTelemetry#builder} prepares one, which measures everything and tells nobody. */
public final class PipelineTelemetryBuilder {
    private final RunInfo run;
    private final List<TelemetrySink> sinks = new ArrayList<>();
    private TelemetryClock clock = TelemetryClock.system();
    private Redactor redactor = Redactor.off();
    private Usage.@Nullable Meter meter;

    PipelineTelemetryBuilder(RunInfo run) {
        this.run = run;
    }

    /** Adds consumers of the run's events. */
    public PipelineTelemetryBuilder sinks(TelemetrySink... more) {
        return sinks(List.of(more));
    }

    /** Adds consumers of the run's events. */
    public PipelineTelemetryBuilder sinks(List<? extends TelemetrySink> more) {
        sinks.addAll(more);
        return this;
    }

    /** Takes time from {@code other} instead of the system's clock. */
    public PipelineTelemetryBuilder clock(TelemetryClock other) {
        clock = other;
        return this;
    }

    /** Lets every text go through {@code texts} before any sink or report sees it. */
    public PipelineTelemetryBuilder redactor(Redactor texts) {
        redactor = texts;
        return this;
    }

    /** Measures nothing but time and counts: no CPU time, memory, garbage collection or disk. */
    public PipelineTelemetryBuilder unmeasured() {
        return meter(() -> Usage.UNKNOWN);
    }

    PipelineTelemetryBuilder meter(Usage.Meter other) {
        meter = other;
        return this;
    }

    /** Starts the run's clock and tells the sinks so. */
    public PipelineTelemetry start() {
        Usage.Meter usage = meter == null ? new ProcessUsage() : meter;
        return new PipelineTelemetry(run, clock, sinks, redactor, usage);
    }
}
