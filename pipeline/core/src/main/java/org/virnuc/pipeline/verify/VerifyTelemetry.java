package org.virnuc.pipeline.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.virnuc.engine.Interruption;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.resume.QualityWarnings;
import org.virnuc.pipeline.run.RunAlerts;
import org.virnuc.telemetry.Alerts;
import org.virnuc.telemetry.GuardrailHit;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Reports a comparison to telemetry as a run: each scratch run is a stage with its model calls, the labels are the
 * outcome, and chunks with a different label are a guardrail hit.
 */
final class VerifyTelemetry implements AutoCloseable {
    private final PipelineTelemetry telemetry;
    private final List<TelemetrySink> watchers;
    private final Alerts alerts;

    /**
     * Starts the clock of the comparison.
     *
     * @param watchers consumers of the events of both scratch runs
     * @param recorders consumers of the events of the comparison
     */
    VerifyTelemetry(
            RunInfo info,
            List<TelemetrySink> watchers,
            List<TelemetrySink> recorders,
            Redactor redactor,
            Alerts alerts) {
        this.telemetry = PipelineTelemetry.builder(info)
                .sinks(recorders)
                .redactor(redactor)
                .start();
        this.watchers = List.copyOf(watchers);
        this.alerts = alerts;
        telemetry.alerts(alerts);
    }

    /** The work of one scratch run. */
    @FunctionalInterface
    interface Work<T> {
        /**
         * Performs the scratch run.
         *
         * @param watchers consumers of the scratch run's telemetry
         */
        Done<T> run(List<TelemetrySink> watchers) throws IOException, InterruptedException;
    }

    /** The result of a scratch run and its measured figures. */
    record Done<T>(T result, StageFigures figures, double loadSeconds) {}

    /** Performs work as a stage. */
    <T> T stage(String id, Work<T> work) throws IOException, InterruptedException {
        StageSpan span = telemetry.startStage(id, -1);
        try {
            List<TelemetrySink> all = new ArrayList<>(watchers);
            all.add(event -> {
                if (event instanceof TelemetryEvent.ModelCalled called) {
                    span.call(called.call());
                }
            });
            Done<T> done = work.run(all);
            span.loaded(done.loadSeconds());
            telemetry.endStage(span, done.figures());
            return done.result();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            telemetry.failStage(span, e);
            throw e;
        }
    }

    /** Reports the result and any warnings, and ends the comparison. */
    void done(Agreement agreement) {
        outcome("frames", agreement.frames());
        outcome("chunks", agreement.chunks());
        outcome("records", agreement.records());
        LabelCounts chunks = agreement.chunks();
        if (chunks.differing() > 0) {
            String message = chunks.differing() + (chunks.differing() == 1 ? " chunk has" : " chunks have")
                    + " another label in " + agreement.fast().precision() + " than in fp32, one sequence a call";
            List<String> first = agreement.chunkFlips().stream()
                    .limit(GuardrailHit.MOST_EXAMPLES)
                    .map(flip -> flip.place().id())
                    .toList();
            QualityWarnings.report(
                    null,
                    new GuardrailHit(
                            QualityWarning.Kind.PRECISION_DISAGREEMENT.word(),
                            message,
                            chunks.differing(),
                            chunks.all(),
                            first),
                    telemetry);
        }
        RunAlerts.raise(telemetry, alerts, Map.of());
        telemetry.finish(RunStatus.DONE, null);
    }

    /** Reports warnings and ends a failed comparison. The caller rethrows {@code error}. */
    void failed(Throwable error) {
        RunAlerts.raise(telemetry, alerts, Map.of());
        telemetry.finish(Interruption.caused(error) ? RunStatus.CANCELLED : RunStatus.FAILED, error);
    }

    @Override
    public void close() {
        telemetry.close();
    }

    private void outcome(String name, LabelCounts labels) {
        telemetry.outcome(name, labels.all());
        telemetry.outcome(name + "_other_label", labels.differing());
    }
}
