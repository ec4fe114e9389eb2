package org.virnuc.telemetry;

import java.time.Instant;
import org.virnuc.files.PublicApi;

/**
 * Something that happens in a run. Sinks receive these events in order; all logs, displays and exporters are built on
 * them.
 */
@PublicApi
public sealed interface TelemetryEvent {
    /** Returns when it happened. */
    Instant at();

    /** Calls the method of {@code listener} for this type of event. */
    void dispatchTo(TelemetryListener listener);

    /** The run started. Always the first event. */
    record RunStarted(Instant at, RunInfo run) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onRunStarted(this);
        }
    }

    /**
     * A stage started.
     *
     * @param expectedItems number of items expected; -1 if unknown
     * @param unit what the items are called, such as {@code frames}
     */
    record StageStarted(Instant at, String stage, long expectedItems, String unit) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onStageStarted(this);
        }
    }

    /**
     * A stage made progress. Sent at most ten times a second per stage.
     *
     * @param doneItems number of items done
     * @param expectedItems number of items expected; -1 if unknown
     */
    record StageProgressed(Instant at, String stage, long doneItems, long expectedItems) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onStageProgressed(this);
        }
    }

    /** A stage ended: it is done, failed, cancelled or skipped. A skipped stage has no {@link StageStarted} event. */
    record StageEnded(Instant at, StageReport report) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onStageEnded(this);
        }
    }

    /**
     * A stage called a model.
     *
     * @param call the call with its cost by the prices of the run: its tokens, and its share of the devices' time
     */
    record ModelCalled(Instant at, String stage, ModelCall call) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onModelCalled(this);
        }
    }

    /**
     * The costs of the run have changed. Sent just before the end of every stage and every few seconds, if the run has prices.
     *
     * @param report the report of the run so far, with the costs of the run, its stages and models
     */
    record CostsUpdated(Instant at, RunReport report) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onCostsUpdated(this);
        }
    }

    /** An event was added to the report, such as a warning or a guardrail hit. */
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

    /** The run ended. Always the last event. */
    record RunEnded(Instant at, RunReport report) implements TelemetryEvent {
        @Override
        public void dispatchTo(TelemetryListener listener) {
            listener.onRunEnded(this);
        }
    }
}
