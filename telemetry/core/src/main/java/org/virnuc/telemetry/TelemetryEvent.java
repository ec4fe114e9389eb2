package org.virnuc.telemetry;

import java.time.Instant;

/** What happens in a run, in order; every log, display and export is a consumer of these. */
public sealed interface TelemetryEvent {
    /** When it happened. */
    Instant at();

    /** Calls the method of {@code listener} that is for this type of event. */
    void dispatchTo(TelemetryListener listener);

    /** The run began; the first event. */
    record RunStarted(Instant at, RunInfo run) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onRunStarted(this);
        }
    }

    /**
     * A stage began.
     *
     * @param expectedItems -1 where unknown
     * @param unit what the items are called
     */
    record StageStarted(Instant at, String stage, long expectedItems, String unit) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onStageStarted(this);
        }
    }

    /**
     * A stage came further; told at most ten times a second per stage.
     *
     * @param doneItems out of {@code expectedItems}, which is -1 where unknown
     */
    record StageProgressed(Instant at, String stage, long doneItems, long expectedItems) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onStageProgressed(this);
        }
    }

    /** A stage is done, failed, cancelled or was skipped (then without having begun). */
    record StageEnded(Instant at, StageReport report) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onStageEnded(this);
        }
    }

    /** A stage called a model. */
    record ModelCalled(Instant at, String stage, ModelCall call) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onModelCalled(this);
        }
    }

    /** Something worth telling. */
    record EventRecorded(EventReport event) implements TelemetryEvent {
        @Override
        public Instant at() {
            return event.at();
        }

        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onEventRecorded(this);
        }
    }

    /** The run is over; nothing follows. */
    record RunEnded(Instant at, RunReport report) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onRunEnded(this);
        }
    }
}
