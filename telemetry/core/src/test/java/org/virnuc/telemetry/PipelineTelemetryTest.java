package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineTelemetryTest {
    private final ManualClock clock = new ManualClock();
    private final RecordingSink sink = new RecordingSink();
    private final PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, sink);

    @Test
    void measuresAStage() {
        clock.advanceSeconds(1);
        StageSpan span = telemetry.startStage("esm-2", 30);
        span.metric("batches", 4);
        span.metric("fill", 0.75);
        clock.advanceSeconds(2.5);
        telemetry.endStage(span, new StageFigures(30, 29, Map.of("fill", 0.8)));

        StageReport stage = telemetry.snapshot().stages().get(0);
        assertThat(stage.status()).isEqualTo(StageStatus.DONE);
        assertThat(stage.startedAt()).isEqualTo("2026-11-22T10:00:01Z");
        assertThat(stage.endedAt()).isEqualTo("2026-11-22T10:00:03.500Z");
        assertThat(stage.wallSeconds()).isEqualTo(2.5);
        assertThat(stage.cpuUserSeconds()).isEqualTo(1.25);
        assertThat(stage.cpuSystemSeconds()).isEqualTo(0.25);
        assertThat(stage.itemsIn()).isEqualTo(30);
        assertThat(stage.itemsOut()).isEqualTo(29);
        assertThat(stage.itemsPerSecond()).isEqualTo(12);
        assertThat(stage.metrics()).containsExactly(entry("batches", 4L), entry("fill", 0.8));
        assertThat(stage.original()).isNull();
    }

    @Test
    void cpuTimeThatIsNotToBeHadIsNull() {
        var unmeasured = PipelineTelemetry.builder(SampleRuns.info("r"))
                .clock(clock)
                .unmeasured()
                .start();
        StageSpan span = unmeasured.startStage("chunking", -1);
        unmeasured.endStage(span, StageFigures.of(1, 1));
        RunReport report = unmeasured.finish(RunStatus.DONE, null);
        assertThat(report.cpuUserSeconds()).isNull();
        assertThat(report.cpuSystemSeconds()).isNull();
        assertThat(report.stages().get(0).cpuUserSeconds()).isNull();
        assertThat(report.stages().get(0).cpuSystemSeconds()).isNull();
    }

    @Test
    void tellsEventsInOrder() {
        StageSpan span = telemetry.startStage("chunking", 5, "records");
        span.progress(5);
        span.event("a note");
        telemetry.endStage(span, StageFigures.of(5, 9));
        telemetry.finish(RunStatus.DONE, null);
        assertThat(sink.events())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "RunStarted", "StageStarted", "StageProgressed", "EventRecorded", "StageEnded", "RunEnded");
        assertThat(sink.events(TelemetryEvent.StageStarted.class))
                .containsExactly(new TelemetryEvent.StageStarted(ManualClock.START, "chunking", 5, "records"));
        assertThat(sink.events(TelemetryEvent.RunEnded.class).get(0).report()).isEqualTo(telemetry.snapshot());
    }

    @Test
    void addsUpCallsPerStageAndModel() {
        StageSpan one = telemetry.startStage("dnabert-s", -1);
        one.call(ModelCall.of("a")
                .provider("openai")
                .device("remote")
                .precision("fp16")
                .promptTokens(10)
                .completionTokens(5)
                .cachedTokens(2)
                .items(1)
                .requestId("id")
                .cost(new BigDecimal("0.1"))
                .took(1_000));
        one.call(ModelCall.of("a")
                .provider("openai")
                .device("remote")
                .precision("fp16")
                .promptTokens(20)
                .items(1)
                .cost(new BigDecimal("0.02"))
                .took(1_000));
        StageSpan two = telemetry.startStage("esm-2", -1);
        two.call(SampleRuns.call("cuda:0", 90, 10));
        two.call(SampleRuns.call("cuda:1", 90, 10));

        RunReport report = telemetry.snapshot();
        assertThat(report.stages().get(0).calls())
                .isEqualTo(new CallFigures(2, 30, 5, 2, 2, 0, 0.000002, new BigDecimal("0.12")));
        assertThat(report.stages().get(1).calls()).isEqualTo(new CallFigures(2, 180, 0, 0, 1_200, 20, 14, null));
        assertThat(report.totals().calls()).isEqualTo(4);
        assertThat(report.totals().tokens()).isEqualTo(215);
        assertThat(report.totals().cost()).isEqualTo("0.12");
        assertThat(report.totals().perModel()).containsOnlyKeys("a", "esm2-mini");
        assertThat(report.totals().perModel().get("esm2-mini"))
                .isEqualTo(new ModelFigures(
                        List.of("local"),
                        List.of("cuda:0", "cuda:1"),
                        List.of("fp32"),
                        report.stages().get(1).calls()));
        assertThat(report.stages().get(1).metrics()).containsExactly(entry("padding_share", 0.1));
        assertThat(sink.events(TelemetryEvent.ModelCalled.class)).hasSize(4);
    }

    @Test
    void aRunningStageShowsHowFarItGot() {
        StageSpan span = telemetry.startStage("esm-2", -1);
        assertThat(telemetry.snapshot().stages().get(0).itemsIn()).isNull();
        span.expect(100);
        span.progress(40);
        span.advance(2);
        span.progress(7); // a thread that comes late
        clock.advanceSeconds(3);
        RunReport report = telemetry.snapshot();
        assertThat(report.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(report.endedAt()).isNull();
        StageReport stage = report.stages().get(0);
        assertThat(stage.status()).isEqualTo(StageStatus.RUNNING);
        assertThat(stage.endedAt()).isNull();
        assertThat(stage.wallSeconds()).isEqualTo(3);
        assertThat(stage.itemsIn()).isEqualTo(42);
        assertThat(stage.itemsOut()).isNull();
        assertThat(stage.metrics()).containsExactly(entry("items_expected", 100L));
    }

    @Test
    void skippedStagesKeepTheirOriginalCostAndAreNoBottleneck() {
        RunReport report = SampleRuns.resumed();
        StageReport stage = report.stages().get(1);
        assertThat(stage.status()).isEqualTo(StageStatus.SKIPPED);
        assertThat(stage.skippedReason()).isEqualTo("checkpoint");
        assertThat(stage.wallSeconds()).isZero();
        assertThat(stage.cpuUserSeconds()).isNull();
        assertThat(stage.itemsIn()).isEqualTo(1_200);
        assertThat(stage.itemsPerSecond()).isNull();
        assertThat(stage.original()).isEqualTo(new OriginalStage("run-1", 15, new BigDecimal("0.0125")));
        assertThat(report.totals().cost()).isNull();
        assertThat(report.bottlenecks()).containsExactly(new RunReport.Bottleneck("merging", 2, 1));
    }

    @Test
    void ranksTheThreeLongestStages() {
        SampleRuns.stage(telemetry, clock, "a", 1, StageFigures.of(0, 0));
        SampleRuns.stage(telemetry, clock, "b", 5, StageFigures.of(0, 0));
        SampleRuns.stage(telemetry, clock, "c", 2, StageFigures.of(0, 0));
        SampleRuns.stage(telemetry, clock, "d", 12, StageFigures.of(0, 0));
        assertThat(telemetry.snapshot().bottlenecks())
                .containsExactly(
                        new RunReport.Bottleneck("d", 12, 0.6),
                        new RunReport.Bottleneck("b", 5, 0.25),
                        new RunReport.Bottleneck("c", 2, 0.1));
    }

    @Test
    void throughputIsQuantityOverWall() {
        telemetry.quantity("bases", 600);
        telemetry.quantity("bases", 400);
        telemetry.quantity("frames", 0);
        assertThat(telemetry.snapshot().throughput()).isEmpty();
        clock.advanceSeconds(8);
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        assertThat(report.quantities()).containsExactly(entry("bases", 1_000L), entry("frames", 0L));
        assertThat(report.throughput())
                .containsExactly(entry("bases_per_second", 125.0), entry("frames_per_second", 0.0));
    }

    @Test
    void outcomesAreSetAndKeepTheirOrder() {
        telemetry.outcome("virus", 1);
        telemetry.outcome("others", 2);
        telemetry.outcome("virus", 3);
        assertThat(telemetry.snapshot().outcome()).containsExactly(entry("virus", 3L), entry("others", 2L));
    }

    @Test
    void aWallClockThatJumpsDoesNotBendTime() {
        StageSpan span = telemetry.startStage("chunking", -1);
        clock.jumpTo(Instant.EPOCH);
        clock.advanceSeconds(1);
        telemetry.endStage(span, StageFigures.of(1, 1));
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        assertThat(report.endedAt()).isEqualTo("2026-11-22T10:00:01Z");
        assertThat(report.stages().get(0).endedAt()).isEqualTo("2026-11-22T10:00:01Z");
    }

    @Test
    void keepsTheFirstThousandEvents() {
        for (int i = 0; i < 1_003; i++) {
            telemetry.event(EventClass.DATA, Severity.INFO, "event " + i, Map.of());
        }
        RunReport report = telemetry.snapshot();
        assertThat(report.events()).hasSize(1_000).last().satisfies(event -> assertThat(event.message())
                .isEqualTo("event 999"));
        assertThat(report.eventsDropped()).isEqualTo(3);
        assertThat(sink.events(TelemetryEvent.EventRecorded.class)).hasSize(1_003);
    }

    @Test
    void refusesNegativeAmounts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> telemetry.quantity("bases", -1))
                .withMessage("quantities.bases is -1, expected 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> telemetry.outcome("virus", -2))
                .withMessage("outcome.virus is -2, expected 0 or more");
    }
}
