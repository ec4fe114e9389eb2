package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** How runs and stages end, well and badly. */
class RunEndTest {
    private final ManualClock clock = new ManualClock();
    private final RecordingSink sink = new RecordingSink();
    private final PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, sink);

    @Test
    void aFailedStageKeepsPartialFigures() {
        RunReport report = SampleRuns.failed();
        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error()).isEqualTo(new RunReport.Failure("internal", "the device | is gone"));
        StageReport stage = report.stages().get(1);
        assertThat(stage.status()).isEqualTo(StageStatus.FAILED);
        assertThat(stage.itemsIn()).isEqualTo(400);
        assertThat(stage.itemsOut()).isNull();
        assertThat(stage.wallSeconds()).isEqualTo(4);
        assertThat(report.events()).singleElement().satisfies(event -> {
            assertThat(event.stage()).isEqualTo("esm-2");
            assertThat(event.severity()).isEqualTo(Severity.ERROR);
            assertThat(event.message()).isEqualTo("failed: the device | is gone");
        });
    }

    @Test
    void anInterruptionCancels() {
        StageSpan span = telemetry.startStage("esm-2", -1);
        telemetry.failStage(span, new ExecutionException(new RuntimeException(new InterruptedException("stop"))));
        assertThat(telemetry.snapshot().stages().get(0).status()).isEqualTo(StageStatus.CANCELLED);
        assertThat(telemetry.snapshot().events().get(0).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void aStageIsCancelledWithItsReason() {
        StageSpan span = telemetry.startStage("esm-2", -1);
        telemetry.cancelStage(span, "cost cap");
        assertThat(telemetry.snapshot().stages().get(0).status()).isEqualTo(StageStatus.CANCELLED);
        assertThat(telemetry.snapshot().events().get(0).message()).isEqualTo("cancelled: cost cap");
    }

    @Test
    void theFirstEndOfAStageCounts() {
        StageSpan span = telemetry.startStage("chunking", -1);
        telemetry.endStage(span, StageFigures.of(1, 2));
        clock.advanceSeconds(1);
        telemetry.failStage(span, new IOException("while closing"));
        telemetry.endStage(span, StageFigures.of(3, 4));
        assertThat(telemetry.snapshot().stages()).singleElement().satisfies(stage -> {
            assertThat(stage.status()).isEqualTo(StageStatus.DONE);
            assertThat(stage.itemsIn()).isEqualTo(1);
            assertThat(stage.wallSeconds()).isZero();
        });
        assertThat(telemetry.snapshot().events()).isEmpty();
        assertThat(sink.events(TelemetryEvent.StageEnded.class)).hasSize(1);
    }

    @Test
    void anInnerFailureIsReportedBeforeTheOuterStage() {
        StageSpan outer = telemetry.startStage("outer", -1);
        StageSpan inner = telemetry.startStage("inner", -1);
        IOException error = new IOException("disk full");
        telemetry.failStage(inner, error);
        telemetry.failStage(outer, new ExecutionException("pool", error));
        assertThat(telemetry.snapshot().events())
                .extracting(EventReport::stage, EventReport::message)
                .containsExactly(tuple("inner", "failed: disk full"), tuple("outer", "failed: disk full"));
    }

    @Test
    void finishClosesStagesStillRunning() {
        telemetry.startStage("esm-2", 10).progress(3);
        clock.advanceSeconds(2);
        RunReport report = telemetry.finish(RunStatus.FAILED, new OutOfMemoryError());
        assertThat(report.stages().get(0).status()).isEqualTo(StageStatus.FAILED);
        assertThat(report.stages().get(0).itemsIn()).isEqualTo(3);
        assertThat(report.stages().get(0).endedAt()).isEqualTo("2026-11-22T10:00:02Z");
        assertThat(report.error()).isEqualTo(new RunReport.Failure("memory", "out of memory"));
        assertThat(report.events().get(0).message()).isEqualTo("still running when the run ended as failed");
    }

    @Test
    void cancellingTheRunCancelsItsStages() {
        telemetry.startStage("esm-2", 10);
        RunReport report = telemetry.finish(RunStatus.CANCELLED, null);
        assertThat(report.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(report.stages().get(0).status()).isEqualTo(StageStatus.CANCELLED);
        assertThat(report.error()).isNull();
    }

    @Test
    void finishIsIdempotent() {
        RunReport first = telemetry.finish(RunStatus.DONE, null);
        clock.advanceSeconds(1);
        assertThat(telemetry.finish(RunStatus.FAILED, new IOException())).isSameAs(first);
        telemetry.close();
        assertThat(telemetry.snapshot()).isSameAs(first);
        assertThat(sink.events(TelemetryEvent.RunEnded.class)).hasSize(1);
    }

    @Test
    void whatComesAfterTheEndChangesNothing() {
        StageSpan before = telemetry.startStage("before", -1);
        RunReport report = telemetry.finish(RunStatus.CANCELLED, null);
        int told = sink.events().size();
        before.progress(5);
        before.call(SampleRuns.call("cpu", 1, 1));
        telemetry.event(EventClass.DATA, Severity.ERROR, "late", Map.of());
        telemetry.skipStage("skipped", "checkpoint", new OriginalStage("x", 1, null), StageFigures.of(1, 1));
        StageSpan late = telemetry.startStage("late", -1);
        late.progress(1);
        telemetry.endStage(late, StageFigures.of(1, 1));
        assertThat(telemetry.snapshot()).isSameAs(report);
        assertThat(sink.events()).hasSize(told);
    }

    @Test
    void closingAnUnfinishedRunFailsIt() {
        telemetry.close();
        RunReport report = telemetry.snapshot();
        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error())
                .isEqualTo(new RunReport.Failure("internal", "the run was closed before it was finished"));
    }

    @Test
    void aRunCannotEndAsRunning() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> telemetry.finish(RunStatus.RUNNING, null))
                .withMessage("a run cannot be finished as running");
    }
}
