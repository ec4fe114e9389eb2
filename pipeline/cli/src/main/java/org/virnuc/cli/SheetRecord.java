package org.virnuc.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.Interruption;
import org.virnuc.files.Reason;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.cost.CostCapException;
import org.virnuc.telemetry.history.HistoryRecorder;
import org.virnuc.telemetry.history.RunDescription;

/** The run of a sample sheet in the history: one run, to which those of its samples belong and whose figures are their sums. */
final class SheetRecord implements AutoCloseable {
    private final RunInfo run;
    private final Optional<HistoryRecorder> history;
    private final Instant startedAt = Instant.now();
    private final Map<String, Long> outcome = new LinkedHashMap<>();
    private RunReport.Totals totals = RunReport.totals(Map.of());
    private RunStatus status = RunStatus.FAILED;
    private RunReport.@Nullable Failure failure;

    private SheetRecord(RunInfo run, Optional<HistoryRecorder> history) {
        this.run = run;
        this.history = history;
    }

    /** Starts to record the run of a sheet whose samples go to folders below {@code directory}. */
    static SheetRecord start(
            RunInfo run, Optional<HistoryRecorder> history, Path directory, RunDescription description) {
        SheetRecord sheet = new SheetRecord(run, history);
        history.ifPresent(recorder -> {
            recorder.describe(description);
            recorder.directory(directory);
            recorder.accept(new TelemetryEvent.RunStarted(sheet.startedAt, run));
        });
        return sheet;
    }

    /** The id of the run. */
    String runId() {
        return run.runId();
    }

    /** Adds what a sample took and what came out of it. */
    void add(RunReport sample) {
        totals = totals.plus(sample.totals());
        sample.outcome().forEach((name, count) -> outcome.merge(name, count, Long::sum));
    }

    /** Sets that all samples were tried, and why the first of those that failed did. */
    void ended(Optional<Throwable> firstFailure) {
        status = firstFailure.isEmpty() ? RunStatus.DONE : RunStatus.FAILED;
        firstFailure.ifPresent(this::failed);
    }

    /** Sets why the remaining samples were not tried. */
    void stopped(Throwable cause) {
        boolean onPurpose = Interruption.caused(cause) || cause instanceof CostCapException;
        status = onPurpose ? RunStatus.CANCELLED : RunStatus.FAILED;
        failed(cause);
    }

    private void failed(Throwable cause) {
        failure = new RunReport.Failure(Reason.kind(cause), Reason.of(cause));
    }

    /** Completes the entry in the history. */
    @Override
    public void close() {
        history.ifPresent(recorder -> {
            Instant now = Instant.now();
            RunReport report = RunReport.builder(run, status, startedAt)
                    .endedAt(now)
                    .wallSeconds(Duration.between(startedAt, now).toMillis() / 1e3)
                    .totals(totals)
                    .outcome(outcome)
                    .error(failure)
                    .build();
            recorder.accept(new TelemetryEvent.RunEnded(now, report));
            recorder.close();
        });
    }
}
