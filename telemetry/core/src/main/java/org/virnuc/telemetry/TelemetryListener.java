package org.virnuc.telemetry;

/**
 * A sink with a method for every type of event; override those of interest, the others do nothing. One that does not override {@link
 * #onModelCalled} should say so by {@link #wantsModelCalls}. What holds for the calls of a {@link TelemetrySink} holds for these.
 */
public interface TelemetryListener extends TelemetrySink {
    @Override
    default void accept(TelemetryEvent event) {
        event.dispatchTo(this);
    }

    /** The run has started; the first event. */
    default void onRunStarted(TelemetryEvent.RunStarted event) {}

    /** A stage has started. */
    default void onStageStarted(TelemetryEvent.StageStarted event) {}

    /** A stage came further; at most ten times a second per stage. */
    default void onStageProgressed(TelemetryEvent.StageProgressed event) {}

    /** A stage is done, failed, cancelled or was skipped; one that was skipped has not started. */
    default void onStageEnded(TelemetryEvent.StageEnded event) {}

    /** A stage called a model. */
    default void onModelCalled(TelemetryEvent.ModelCalled event) {}

    /** Something happened that is worth knowing. */
    default void onEventRecorded(TelemetryEvent.EventRecorded event) {}

    /** The run is over; the last event, with the final report. */
    default void onRunEnded(TelemetryEvent.RunEnded event) {}
}
