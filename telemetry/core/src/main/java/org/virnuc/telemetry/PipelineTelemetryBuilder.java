package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Configures and starts the telemetry of a run. By default everything is measured and there are no sinks. Get one from
 * {@link PipelineTelemetry#builder}.
 */
@PublicApi
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

    /** Uses {@code other} instead of the system clock, for example in tests. */
    public PipelineTelemetryBuilder clock(TelemetryClock other) {
        clock = other;
        return this;
    }

    /** Redacts every text with {@code texts} before a sink or a report sees it. */
    public PipelineTelemetryBuilder redactor(Redactor texts) {
        redactor = texts;
        return this;
    }

    /** Measures only time and counts, but no CPU time, memory, garbage collection or disk access. */
    public PipelineTelemetryBuilder unmeasured() {
        return meter(() -> Usage.UNKNOWN);
    }

    PipelineTelemetryBuilder meter(Usage.Meter other) {
        meter = other;
        return this;
    }

    /** Starts the clock of the run and notifies the sinks. */
    public PipelineTelemetry start() {
        Usage.Meter usage = meter == null ? new ProcessUsage() : meter;
        return new PipelineTelemetry(run, clock, sinks, redactor, usage);
    }
}
