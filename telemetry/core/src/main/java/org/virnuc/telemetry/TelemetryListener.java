package org.virnuc.telemetry;

import org.virnuc.files.PublicApi;

/**
 * A sink with one method for each type of event. All methods do nothing by default; override those you need. A listener
 * that does not override {@link #onModelCalled} should return false from {@link #wantsModelCalls}. The threading rules
 * of {@link TelemetrySink} apply.
 */
@PublicApi
public interface TelemetryListener extends TelemetrySink {
    @Override
    default void accept(TelemetryEvent event) {
        event.dispatchTo(this);
    }

    /** Called when the run has started, before any other event. */
    default void onRunStarted(TelemetryEvent.RunStarted event) {}

    /** Called when a stage has started. */
    default void onStageStarted(TelemetryEvent.StageStarted event) {}

    /** Called when a stage has made progress, at most ten times a second per stage. */
    default void onStageProgressed(TelemetryEvent.StageProgressed event) {}

    /** Called when a stage is done, failed, cancelled or skipped. A skipped stage was never started. */
    default void onStageEnded(TelemetryEvent.StageEnded event) {}

    /** Called when a stage has called a model. */
    default void onModelCalled(TelemetryEvent.ModelCalled event) {}

    /** Called when the costs of the run have changed; the last costs come with {@link #onRunEnded}. */
    default void onCostsUpdated(TelemetryEvent.CostsUpdated event) {}

    /** Called when an event was added to the report, such as a warning or a guardrail hit. */
    default void onEventRecorded(TelemetryEvent.EventRecorded event) {}

    /** Called when the run has ended, after all other events, with the final report. */
    default void onRunEnded(TelemetryEvent.RunEnded event) {}
}
