package org.virnuc.telemetry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.cost.CostMeter;

/** Sinks hear what calls, stages and the run cost while the run goes on. */
class CostEventsTest {
    private final ManualClock clock = new ManualClock();
    private final List<String> heard = new ArrayList<>();
    private final TelemetryListener listener = new TelemetryListener() {
        @Override
        public void onModelCalled(TelemetryEvent.ModelCalled event) {
            heard.add(event.call().model() + " " + event.call().cost());
        }

        @Override
        public void onCostsUpdated(TelemetryEvent.CostsUpdated event) {
            heard.add("so far " + event.report().totals().cost());
        }

        @Override
        public void onStageEnded(TelemetryEvent.StageEnded event) {
            heard.add(event.report().id() + " ended");
        }
    };

    /** 40 s on a GPU at 0.001 a second, and calls of 0.0052 by their tokens. */
    @Test
    void callsHaveTheCostOfTheirTokensAndOfTheirTime() {
        RunReport report = PricedRuns.complete(clock, listener).finish(RunStatus.DONE, null);
        assertThat(heard)
                .containsExactly(
                        "spooling ended",
                        "so far 0.01",
                        "chunking ended",
                        "esm2-mini 0.04",
                        "so far 0.08",
                        "esm-2 ended",
                        "gpt 0.0052",
                        "gpt 0.0052",
                        "so far 0.1104",
                        "naming ended");
        assertThat(report.totals().cost()).isEqualTo("0.1104");
        assertThat(requireNonNull(report.totals().perModel().get("esm2-mini"))
                        .calls()
                        .cost())
                .isEqualTo("0.04");
    }

    /** Two calls at once cost what their device costs in that time, not twice as much. */
    @Test
    void concurrentCallsShareTheirTime() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock, listener);
        telemetry.price(Map.of("cuda:0", "NVIDIA L4"), new CostMeter(PricedRuns.sheet()));
        StageSpan span = telemetry.startStage("esm-2", 2);
        clock.advanceSeconds(10);
        span.call(PricedRuns.local("m", 10));
        clock.advanceSeconds(5);
        span.call(PricedRuns.local("m", 15));
        telemetry.endStage(span, StageFigures.of(2, 2));
        assertThat(heard).containsExactly("m 0.01", "m 0.005", "so far 0.015", "esm-2 ended");
        assertThat(requireNonNull(telemetry.snapshot().totals().perModel().get("m"))
                        .calls()
                        .cost())
                .isEqualTo("0.015");
    }

    @Test
    void whatTheProviderChargedIsInForce() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock, listener);
        telemetry.price(Map.of(), new CostMeter(PricedRuns.sheet()));
        StageSpan span = telemetry.startStage("naming", 2);
        span.call(PricedRuns.paid().toBuilder().cost(new BigDecimal("0.50")).took(1));
        span.call(ModelCall.of("unpriced")
                .provider("nobody")
                .device("remote")
                .precision("unknown")
                .took(1));
        assertThat(heard).containsExactly("gpt 0.5", "unpriced null");
    }

    @Test
    void withoutPricesThereAreNoCosts() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock, listener);
        StageSpan span = telemetry.startStage("esm-2", 1);
        span.call(PricedRuns.local("m", 10));
        telemetry.endStage(span, StageFigures.of(1, 1));
        assertThat(telemetry.tellCosts()).isEqualTo(telemetry.snapshot());
        assertThat(heard).containsExactly("m null", "esm-2 ended");
    }

    /** A price sheet that fails costs the costs and nothing else. */
    @Test
    void pricesThatFail() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock, listener);
        telemetry.price(Map.of(), new RunPrices() {
            @Override
            public RunReport price(RunReport report) {
                throw new IllegalStateException("no prices");
            }

            @Override
            public BigDecimal cost(ModelCall call, @Nullable String deviceType, long busyNanos) {
                throw new IllegalStateException("no prices");
            }
        });
        StageSpan span = telemetry.startStage("esm-2", 1);
        span.call(PricedRuns.local("m", 10));
        telemetry.endStage(span, StageFigures.of(1, 1));
        assertThat(heard).containsExactly("m null", "so far null", "esm-2 ended");
    }
}
