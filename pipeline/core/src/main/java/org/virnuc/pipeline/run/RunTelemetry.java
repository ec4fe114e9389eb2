package org.virnuc.pipeline.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.files.Reason;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PipelineTelemetryBuilder;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.redact.Redactor;
import org.virnuc.telemetry.trace.TraceFiles;

/**
 * The telemetry of a run and the files of its tier, opened and closed in the right order. Whenever a stage starts or
 * ends, the reports and the cost so far are rewritten.
 */
final class RunTelemetry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunTelemetry.class);

    private final PipelineTelemetry run;
    private final @Nullable TraceFiles traces;
    private final List<Consumer<TelemetryEvent>> atStages = new CopyOnWriteArrayList<>();
    private final TelemetryFiles files;

    private RunTelemetry(RunInfo info, RunRequest request, RunDirectory directory, Redactor redactor)
            throws IOException {
        TelemetryTier tier = request.telemetry();
        traces = tier == TelemetryTier.FULL ? traces(directory) : null;
        List<TelemetrySink> sinks = new ArrayList<>(request.listeners());
        if (traces != null) {
            sinks.add(traces);
        }
        sinks.add(new StageChanges(atStages));
        PipelineTelemetryBuilder telemetry =
                PipelineTelemetry.builder(info).sinks(sinks).redactor(redactor);
        run = (tier == TelemetryTier.OFF ? telemetry.unmeasured() : telemetry).start();
        if (tier == TelemetryTier.FULL && traces == null) {
            String loss = TraceFiles.CALLS_FILE + " and " + TraceFiles.SPANS_FILE + " could not be written";
            run.event(EventClass.TELEMETRY, Severity.WARNING, loss, Map.of());
        }
        try {
            files = new TelemetryFiles(directory, run, tier != TelemetryTier.OFF);
        } catch (IOException e) {
            run.close();
            closeQuietly(traces);
            throw e;
        }
        atStages.add(event -> files.writeSoon());
    }

    /** Starts the run's clock and removes files of an earlier run that this tier does not write. */
    static RunTelemetry start(RunInfo info, RunRequest request, RunDirectory directory, Redactor redactor)
            throws IOException {
        TraceFiles.remove(directory.root());
        return new RunTelemetry(info, request, directory, redactor);
    }

    /** Calls its listeners whenever a stage starts or ends, but not for progress and model calls. */
    private record StageChanges(List<Consumer<TelemetryEvent>> listeners) implements TelemetrySink {
        @Override
        public boolean wantsModelCalls() {
            return false;
        }

        @Override
        public void accept(TelemetryEvent event) {
            if (event instanceof TelemetryEvent.StageStarted || event instanceof TelemetryEvent.StageEnded) {
                listeners.forEach(listener -> listener.accept(event));
            }
        }
    }

    /** Calls {@code listener} whenever a stage starts or ends. */
    void atStages(Consumer<TelemetryEvent> listener) {
        atStages.add(listener);
    }

    /** Saves the cost so far whenever a stage starts or ends. */
    void keepsSpending(RunCosts costs) {
        atStages.add(event -> costs.save());
    }

    /** The recorder that reports the start and end of stages. */
    PipelineTelemetry run() {
        return run;
    }

    /** The report files. */
    TelemetryFiles files() {
        return files;
    }

    /** Finishes the run unless it is already finished. */
    @Override
    public void close() {
        files.close();
        run.close();
        closeQuietly(traces);
    }

    private static @Nullable TraceFiles traces(RunDirectory directory) {
        try {
            return TraceFiles.open(directory.root());
        } catch (IOException e) {
            LOG.warn("no traces: they cannot be written to {}: {}", directory.root(), Reason.of(e));
            return null;
        }
    }

    private static void closeQuietly(@Nullable TraceFiles traces) {
        try {
            if (traces != null) {
                traces.close();
            }
        } catch (IOException e) {
            LOG.warn("the last lines of the traces are lost: {}", Reason.of(e));
        }
    }
}
