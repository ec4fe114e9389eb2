package org.virnuc.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetryListener;

/** Costs in the spans of run, stages and calls. */
class RunSpansTest {
    private final RunSpans spans = new RunSpans();
    private final List<Span> made = new ArrayList<>();
    private final TelemetryListener listener = new TelemetryListener() {
        @Override
        public void onCostsUpdated(TelemetryEvent.CostsUpdated event) {
            spans.priced(event);
        }

        @Override
        public void onStageEnded(TelemetryEvent.StageEnded event) {
            made.add(spans.stage(event));
        }

        @Override
        public void onModelCalled(TelemetryEvent.ModelCalled event) {
            made.add(spans.batch(event));
        }

        @Override
        public void onRunEnded(TelemetryEvent.RunEnded event) {
            made.add(spans.run(event));
        }
    };

    @Test
    void everySpanHasItsCost() {
        PricedRuns.complete(new ManualClock(), listener).finish(RunStatus.DONE, null);
        Map<String, String> costs = new LinkedHashMap<>();
        made.forEach(
                span -> costs.put(span.name(), String.valueOf(span.attributes().get("virnuc.cost"))));
        assertThat(costs)
                .containsExactly(
                        Map.entry("spooling", "null"),
                        Map.entry("chunking", "0.01"),
                        Map.entry("embeddings esm2-mini", "0.04"),
                        Map.entry("esm-2", "0.06"),
                        Map.entry("chat gpt", "0.0052"),
                        Map.entry("naming", "0.0304"),
                        Map.entry("virnuc run", "0.1104"));
        Map<String, Object> run = made.get(made.size() - 1).attributes();
        assertThat(run)
                .containsEntry("virnuc.currency", "USD")
                .containsEntry("virnuc.model_cost.esm2-mini", "0.04")
                .containsEntry("virnuc.model_cost.gpt", "0.0104");
    }
}
