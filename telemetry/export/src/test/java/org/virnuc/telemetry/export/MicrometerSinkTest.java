package org.virnuc.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.GuardrailHit;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;

class MicrometerSinkTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void metersSayWhatTheReportSays() {
        MeterRegistry registry = new SimpleMeterRegistry();
        RunReport report = run(registry);
        for (String type : List.of("prompt", "padded")) {
            assertThat(registry.get("virnuc.model.tokens").tag("type", type).counters().stream()
                            .mapToDouble(counter -> counter.count())
                            .sum())
                    .isEqualTo(type.equals("prompt") ? (double) report.totals().tokens() : 1_500.0);
        }
        Timer calls = registry.get("virnuc.model.call")
                .tag("device", "cuda:0")
                .tag("stage", "esm-2")
                .timer();
        assertThat(calls.count()).isEqualTo(1);
        assertThat(calls.totalTime(TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(registry.get("virnuc.stage").tag("stage", "esm-2").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(15);
        assertThat(registry.get("virnuc.stage.items")
                        .tag("stage", "esm-2")
                        .counter()
                        .count())
                .isEqualTo(1_200);
        assertThat(registry.get("virnuc.stages.skipped")
                        .tag("stage", "chunking")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("virnuc.stages.started").counter().count()).isEqualTo(1);
        assertThat(registry.get("virnuc.guardrail.hits")
                        .tag("guardrail", "duplicate-ids")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("virnuc.events")
                        .tag("class", "guardrail")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("virnuc.run").tag("status", "done").timer().count())
                .isEqualTo(1);
        assertThat(registry.get("virnuc.quantity")
                        .tag("name", "bases")
                        .counter()
                        .count())
                .isEqualTo(600_000);
    }

    @Test
    void runsOneAfterTheOtherAddUp() {
        MeterRegistry registry = new SimpleMeterRegistry();
        run(registry);
        run(registry);
        assertThat(registry.get("virnuc.run").tag("status", "done").timer().count())
                .isEqualTo(2);
        assertThat(registry.get("virnuc.stage.items")
                        .tag("stage", "esm-2")
                        .counter()
                        .count())
                .isEqualTo(2_400);
    }

    @Test
    void costsOfRunsAndStagesAddUp() {
        MeterRegistry registry = new SimpleMeterRegistry();
        for (int run = 0; run < 2; run++) {
            PricedRuns.complete(new ManualClock(), new MicrometerSink(registry)).finish(RunStatus.DONE, null);
        }
        assertThat(registry.get("virnuc.run.cost")
                        .tag("currency", "USD")
                        .counter()
                        .count())
                .isCloseTo(0.2208, within(1e-12));
        assertThat(registry.get("virnuc.stage.cost")
                        .tag("stage", "esm-2")
                        .counter()
                        .count())
                .isCloseTo(0.12, within(1e-12));
        assertThat(registry.get("virnuc.model.cost")
                        .tag("model", "esm2-mini")
                        .counter()
                        .count())
                .isCloseTo(0.08, within(1e-12));
    }

    @Test
    void prometheusRegistryShowsThem() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        run(registry);
        assertThat(registry.scrape())
                .contains(
                        "virnuc_stage_items_total{stage=\"esm-2\"} 1200.0",
                        "virnuc_stage_seconds_sum{stage=\"esm-2\",status=\"done\"} 15.0",
                        "virnuc_guardrail_hits_total{guardrail=\"duplicate-ids\",severity=\"warning\"} 2.0",
                        "virnuc_model_cost_total{device=\"cpu\",model=\"esm2-mini\",precision=\"fp32\",provider=\"local\",stage=\"esm-2\"} 0.5");
    }

    private static ModelCall priced(ModelCall call) {
        return call.toBuilder().cost(new BigDecimal("0.5")).took(call.nanos());
    }

    private RunReport run(MeterRegistry registry) {
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock, new MicrometerSink(registry));
        telemetry.skipStage(
                "chunking", "checkpoint", new OriginalStage("run-0", 1.5, null), StageFigures.of(13, 1_200));
        StageSpan esm = telemetry.startStage("esm-2", 1_200, "frames");
        esm.call(priced(SampleRuns.call("cpu", 9_000, 1_000)));
        clock.advanceSeconds(15);
        esm.progress(500);
        esm.call(SampleRuns.call("cuda:0", 9_500, 500));
        telemetry.endStage(esm, new StageFigures(1_200, 1_200, Map.of()));
        telemetry.guardrail(null, new GuardrailHit("duplicate-ids", "2 ids occur twice", 2, 13L, List.of("a", "b")));
        telemetry.quantity("bases", 600_000);
        return telemetry.finish(RunStatus.DONE, null);
    }
}
