package org.virnuc.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;

class RunMetricsTest {
    private final ManualClock clock = new ManualClock();
    private final RunMetrics metrics = new RunMetrics(clock);
    private final PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock, metrics);

    @Test
    void nothingBeforeTheRun() {
        assertThat(new RunMetrics(clock).render()).isEmpty();
    }

    @Test
    void everyMetricHasHelpAndType() {
        SampleRuns.stage(telemetry, clock, "chunking", 2, StageFigures.of(13, 40));
        telemetry.finish(RunStatus.DONE, null);
        assertThat(metrics.render().lines().filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allMatch(line -> line.matches("virnuc_[a-z_]+(\\{([a-z_]+=\"[^\"]*\",?)+\\})? [0-9.E-]+"))
                .allMatch(line -> metrics.render().contains("# TYPE " + line.replaceAll("[{ ].*", "") + " "))
                .allMatch(line -> metrics.render().contains("# HELP " + line.replaceAll("[{ ].*", "") + " "));
    }

    @Test
    void runningStage() {
        StageSpan span = telemetry.startStage("esm-2", 1_200, "frames");
        clock.advanceSeconds(2.5);
        span.progress(400);
        assertThat(metrics.render().lines())
                .contains(
                        "virnuc_run_info{run_id=\"run-1\",version=\"0.1.0\"} 1",
                        "virnuc_run_status{status=\"running\"} 1",
                        "virnuc_run_status{status=\"done\"} 0",
                        "virnuc_run_duration_seconds 2.5",
                        "virnuc_stage_status{stage=\"esm-2\",status=\"running\"} 1",
                        "virnuc_stage_duration_seconds{stage=\"esm-2\"} 2.5",
                        "virnuc_stage_items_total{stage=\"esm-2\",unit=\"frames\"} 400",
                        "virnuc_stage_expected_items{stage=\"esm-2\",unit=\"frames\"} 1200")
                .noneMatch(line -> line.startsWith("virnuc_run_end_time_seconds"));
    }

    /** While the run goes on and at its end, costs of the stages add up to that of the run. */
    @Test
    void costsOfRunStagesAndModels() {
        PipelineTelemetry priced = PricedRuns.complete(clock, metrics);
        String gpu = "{stage=\"esm-2\",model=\"esm2-mini\",provider=\"local\",device=\"cuda:0\",precision=\"bf16\"} ";
        String paid = "{stage=\"naming\",model=\"gpt\",provider=\"openai\",device=\"remote\",precision=\"unknown\"} ";
        String[] soFar = {
            "# TYPE virnuc_run_cost gauge",
            "virnuc_run_cost{currency=\"USD\"} 0.1104",
            "virnuc_stage_cost{stage=\"spooling\",currency=\"USD\"} 0",
            "virnuc_stage_cost{stage=\"chunking\",currency=\"USD\"} 0.01",
            "virnuc_stage_cost{stage=\"esm-2\",currency=\"USD\"} 0.06",
            "virnuc_stage_cost{stage=\"naming\",currency=\"USD\"} 0.0304",
            "virnuc_stage_cost{stage=\"outside stages\",currency=\"USD\"} 0.01",
            "virnuc_model_cost_total" + gpu + "0.04",
            "virnuc_model_cost_total" + paid + "0.0104"
        };
        assertThat(metrics.render().lines()).contains(soFar);
        clock.advanceSeconds(10);
        priced.tellCosts();
        assertThat(metrics.render().lines()).contains("virnuc_run_cost{currency=\"USD\"} 0.1204");
        priced.finish(RunStatus.DONE, null);
        assertThat(metrics.render().lines())
                .contains(
                        "virnuc_run_cost{currency=\"USD\"} 0.1204",
                        "virnuc_stage_cost{stage=\"outside stages\",currency=\"USD\"} 0.02");
    }

    @Test
    void withoutPricesThereIsNoCost() {
        SampleRuns.stage(telemetry, clock, "chunking", 2, StageFigures.of(13, 40));
        telemetry.finish(RunStatus.DONE, null);
        assertThat(metrics.render()).doesNotContain("virnuc_run_cost", "virnuc_stage_cost");
    }

    @Test
    void endedRun() {
        SampleRuns.stage(telemetry, clock, "chunking", 2, StageFigures.of(13, 40));
        telemetry.skipStage("merging", "checkpoint", new OriginalStage("r", 1, null), StageFigures.of(5, 5));
        telemetry.quantity("bases", 600);
        telemetry.outcome("records_virus", 5);
        telemetry.event(EventClass.DATA, Severity.WARNING, "odd", Map.of());
        telemetry.event(EventClass.DATA, Severity.WARNING, "odder", Map.of());
        telemetry.finish(RunStatus.CANCELLED, null);
        clock.advanceSeconds(100);
        assertThat(metrics.render().lines())
                .contains(
                        "virnuc_run_status{status=\"cancelled\"} 1",
                        "virnuc_run_status{status=\"running\"} 0",
                        "virnuc_run_duration_seconds 2.0",
                        "virnuc_run_cpu_seconds_total{mode=\"user\"} 1.0",
                        "virnuc_stage_status{stage=\"chunking\",status=\"done\"} 1",
                        "virnuc_stage_status{stage=\"merging\",status=\"skipped\"} 1",
                        "virnuc_stage_items_total{stage=\"chunking\",unit=\"items\"} 13",
                        "virnuc_stage_items_total{stage=\"merging\",unit=\"items\"} 0",
                        "virnuc_events_total{class=\"data\",severity=\"warning\"} 2",
                        "virnuc_quantity_total{name=\"bases\"} 600",
                        "virnuc_outcome{name=\"records_virus\"} 5",
                        "virnuc_telemetry_losses_total 0")
                .anyMatch(line -> line.startsWith("virnuc_run_end_time_seconds "));
    }

    @Test
    void callsAddUpPerModelAndTheirCostIsDecimal() {
        StageSpan span = telemetry.startStage("esm-2", 2, "frames");
        ModelCall local = SampleRuns.call("cpu", 9_000, 1_000);
        span.call(local);
        span.call(local);
        assertThat(metrics.render()).doesNotContain("virnuc_model_cost_total{");
        for (String cost : new String[] {"0.1", "0.2"}) {
            span.call(ModelCall.of("a \"b\" \\ c")
                    .provider("openai")
                    .device("remote")
                    .precision("unknown")
                    .promptTokens(10)
                    .completionTokens(4)
                    .cachedTokens(3)
                    .items(1)
                    .requestId("r")
                    .cost(new BigDecimal(cost))
                    .took(5));
        }
        String own = "{stage=\"esm-2\",model=\"esm2-mini\",provider=\"local\",device=\"cpu\",precision=\"fp32\"} ";
        String paid =
                "{stage=\"esm-2\",model=\"a \\\"b\\\" \\\\ c\",provider=\"openai\",device=\"remote\",precision=\"unknown\"} ";
        assertThat(metrics.render().lines())
                .contains(
                        "virnuc_model_calls_total" + own + "2",
                        "virnuc_model_items_total" + own + "1200",
                        "virnuc_model_prompt_tokens_total" + own + "18000",
                        "virnuc_model_padded_tokens_total" + own + "2000",
                        "virnuc_model_call_seconds_total" + own + "14.0",
                        "virnuc_model_cached_tokens_total" + paid + "6",
                        "virnuc_model_completion_tokens_total" + paid + "8",
                        "virnuc_model_cost_total" + paid + "0.3");
    }
}
