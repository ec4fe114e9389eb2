package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.cost.CostMeter;

class TelemetryListenerTest {
    private final ManualClock clock = new ManualClock();

    /** Keeps what comes to which method. */
    private static final class Recording implements TelemetryListener {
        private final List<String> methods = new ArrayList<>();
        private final List<TelemetryEvent> events = new ArrayList<>();

        private void add(String method, TelemetryEvent event) {
            methods.add(method);
            events.add(event);
        }

        @Override
        public void onRunStarted(TelemetryEvent.RunStarted event) {
            add("RunStarted", event);
        }

        @Override
        public void onStageStarted(TelemetryEvent.StageStarted event) {
            add("StageStarted", event);
        }

        @Override
        public void onStageProgressed(TelemetryEvent.StageProgressed event) {
            add("StageProgressed", event);
        }

        @Override
        public void onStageEnded(TelemetryEvent.StageEnded event) {
            add("StageEnded", event);
        }

        @Override
        public void onModelCalled(TelemetryEvent.ModelCalled event) {
            add("ModelCalled", event);
        }

        @Override
        public void onCostsUpdated(TelemetryEvent.CostsUpdated event) {
            add("CostsUpdated", event);
        }

        @Override
        public void onEventRecorded(TelemetryEvent.EventRecorded event) {
            add("EventRecorded", event);
        }

        @Override
        public void onRunEnded(TelemetryEvent.RunEnded event) {
            add("RunEnded", event);
        }
    }

    @Test
    void everyEventComesToTheMethodOfItsType() {
        Recording listener = new Recording();
        RecordingSink sink = new RecordingSink();
        run(listener, sink);
        assertThat(listener.methods)
                .containsExactly(
                        "RunStarted",
                        "StageStarted",
                        "StageProgressed",
                        "ModelCalled",
                        "EventRecorded",
                        "CostsUpdated",
                        "StageEnded",
                        "RunEnded");
        assertThat(listener.events).isEqualTo(sink.events());
        assertThat(listener.methods).hasSize(TelemetryEvent.class.getPermittedSubclasses().length);
    }

    @Test
    void whatAListenerDoesNotOverrideDoesNothing() {
        assertThat(run(new TelemetryListener() {}).telemetryLosses()).isZero();
    }

    private RunReport run(TelemetrySink... sinks) {
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, sinks);
        telemetry.price(Map.of("cpu", "cpu"), new CostMeter(PricedRuns.sheet()));
        StageSpan span = telemetry.startStage("esm-2", 2);
        span.progress(1);
        span.call(SampleRuns.call("cpu", 1, 0));
        telemetry.event(EventClass.DATA, Severity.INFO, "read", Map.of());
        span.done(StageFigures.of(2, 2));
        return telemetry.finish(RunStatus.DONE, null);
    }
}
