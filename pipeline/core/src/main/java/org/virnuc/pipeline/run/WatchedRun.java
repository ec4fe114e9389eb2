package org.virnuc.pipeline.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PipelineTelemetryBuilder;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.redact.Redactor;
import org.virnuc.telemetry.trace.TraceFiles;

/** The telemetry of a run and the files that a tier asks for, opened and closed in the right order. */
public final class WatchedRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedRun.class);

    private final PipelineTelemetry telemetry;
    private final TelemetryFiles files;
    private final @Nullable TraceFiles traces;

    private WatchedRun(PipelineTelemetry telemetry, TelemetryFiles files, @Nullable TraceFiles traces) {
        this.telemetry = telemetry;
        this.files = files;
        this.traces = traces;
    }

    /** Starts the run's clock; what an earlier run has left of files that this tier does not write is removed. */
    public static WatchedRun start(
            RunInfo info, TelemetryTier tier, RunDirectory directory, List<TelemetrySink> watchers, Redactor redactor)
            throws IOException {
        TraceFiles.remove(directory.root());
        TraceFiles traces = tier == TelemetryTier.FULL ? traces(directory) : null;
        List<TelemetrySink> sinks = new ArrayList<>(watchers);
        if (traces != null) {
            sinks.add(traces);
        }
        PipelineTelemetryBuilder asked =
                PipelineTelemetry.builder(info).sinks(sinks).redactor(redactor);
        PipelineTelemetry telemetry = (tier == TelemetryTier.OFF ? asked.unmeasured() : asked).start();
        try {
            TelemetryFiles files = new TelemetryFiles(directory, telemetry, tier != TelemetryTier.OFF);
            return new WatchedRun(telemetry, files, traces);
        } catch (IOException e) {
            telemetry.close();
            closeQuietly(traces);
            throw e;
        }
    }

    /** Bracket stages with it. */
    public PipelineTelemetry telemetry() {
        return telemetry;
    }

    /** The reports. */
    public TelemetryFiles files() {
        return files;
    }

    /** Finishes the run where nobody has. */
    @Override
    public void close() {
        files.close();
        telemetry.close();
        closeQuietly(traces);
    }

    private static @Nullable TraceFiles traces(RunDirectory directory) {
        try {
            return TraceFiles.open(directory.root());
        } catch (IOException e) {
            LOG.warn("no traces: they cannot be written to {}: {}", directory.root(), e.getMessage());
            return null;
        }
    }

    private static void closeQuietly(@Nullable TraceFiles traces) {
        try {
            if (traces != null) {
                traces.close();
            }
        } catch (IOException e) {
            LOG.warn("the last lines of the traces are lost: {}", e.getMessage());
        }
    }
}
