package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What records refuse, each message once, and what they derive. */
class RecordsTest {
    @Test
    void refusesABlankRunId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunInfo(" ", "c", "v", Map.of()))
                .withMessage("run_id is blank");
    }

    @Test
    void refusesNegativeFigures() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StageFigures.of(-1, 0))
                .withMessage("items_in is -1, expected 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleRuns.call("cpu", -5, 0))
                .withMessage("prompt_tokens is -5, expected 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OriginalStage("r", 1, new BigDecimal("-0.50")))
                .withMessage("original.cost is -0.50, expected 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OriginalStage("r", Double.NaN, null))
                .withMessage("original.wall_seconds is NaN, expected 0 or more seconds");
    }

    @Test
    void aLocalCallNamesItsDevice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelCall.local("m").precision("fp32").took(1))
                .withMessage("device is blank");
    }

    @Test
    void aCallNamesItsProvider() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ModelCall.of("m").device("cpu").precision("fp32").took(1))
                .withMessage("provider is blank");
    }

    /** A field that a builder forgets would be lost in every priced or compared report. */
    @Test
    void copiesLackNothing() {
        RunReport run =
                PricedRuns.complete(new ManualClock()).finish(RunStatus.FAILED, new IllegalStateException("gone"));
        RunReport full = run.toBuilder()
                .baseline(new BaselineReport("old", 1, null, Map.of()))
                .events(run.events(), 7)
                .telemetryLosses(8)
                .throughput(Map.of("bases_per_second", 3.0))
                .quantities(Map.of("bases", 3L))
                .outcome(Map.of("records", 2L))
                .stages(run.stages().stream()
                        .map(stage -> stage.toBuilder()
                                .artifact(new ArtifactReport("folder", "1"))
                                .build())
                        .toList())
                .build();
        assertThat(full.toBuilder().build()).isEqualTo(full).isNotEqualTo(run);
        assertThat(full.eventsDropped()).isEqualTo(7);
        assertThat(full.telemetryLosses()).isEqualTo(8);
        for (StageReport stage : full.stages()) {
            assertThat(stage.toBuilder().build()).isEqualTo(stage);
        }
        ModelCall call = PricedRuns.paid().toBuilder()
                .paddedTokens(9)
                .cost(BigDecimal.ONE)
                .took(5);
        assertThat(call.toBuilder().took(5)).isEqualTo(call).isNotEqualTo(PricedRuns.paid());
    }

    @Test
    void aStageEndsAfterItsStart() {
        StageReport stage = SampleRuns.complete().stages().get(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StageReport.builder("s", StageStatus.DONE, stage.startedAt())
                        .endedAt(stage.startedAt().minusMillis(1))
                        .build())
                .withMessage("stages.ended_at 2026-11-22T10:00:00.499Z is before started_at 2026-11-22T10:00:00.500Z");
    }

    @Test
    void mapsAreCopied() {
        Map<String, String> environment = new LinkedHashMap<>(Map.of("os", "Linux"));
        RunInfo run = new RunInfo("r", "c", "v", environment);
        environment.clear();
        assertThat(run.environment()).containsEntry("os", "Linux").isUnmodifiable();
    }

    @Test
    void ratesLeaveReusedItemsOut() {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock);
        SampleRuns.stage(
                telemetry, clock, "esm-2", 2, new StageFigures(100, 100, Map.of(StageReport.ITEMS_REUSED, 60)));
        assertThat(telemetry.snapshot().stages().get(0).itemsPerSecond()).isEqualTo(20);
    }

    @Test
    void costsAddUpExactly() {
        CallFigures sum = CallFigures.NONE;
        for (int i = 0; i < 10; i++) {
            sum = sum.plus(CallFigures.of(ModelCall.of("m")
                    .provider("p")
                    .device("d")
                    .precision("fp32")
                    .promptTokens(1)
                    .items(1)
                    .cost(new BigDecimal("0.1"))
                    .took(1)));
        }
        assertThat(sum.cost()).isEqualTo("1.0");
        assertThat(sum.plus(CallFigures.NONE).cost()).isEqualTo("1.0");
    }

    @Test
    void theSystemClockRuns() {
        TelemetryClock clock = TelemetryClock.system();
        long first = clock.nanoTime();
        assertThat(clock.nanoTime()).isGreaterThanOrEqualTo(first);
        assertThat(clock.now()).isAfter(ManualClock.START.minusSeconds(100L * 365 * 86_400));
    }
}
