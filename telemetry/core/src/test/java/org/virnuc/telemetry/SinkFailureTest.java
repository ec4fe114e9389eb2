package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SinkFailureTest {
    private final ManualClock clock = new ManualClock();
    private final RecordingSink healthy = new RecordingSink();

    @Test
    void aSinkThatThrowsIsCountedAndReportedOnce() {
        AtomicInteger asked = new AtomicInteger();
        TelemetrySink broken = event -> {
            asked.incrementAndGet();
            throw new UncheckedIOException(new IOException("disk full"));
        };
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, broken, healthy);
        SampleRuns.stage(telemetry, clock, "chunking", 1, StageFigures.of(1, 2));
        RunReport report = telemetry.finish(RunStatus.DONE, null);

        assertThat(report.status()).isEqualTo(RunStatus.DONE);
        assertThat(report.stages().get(0).status()).isEqualTo(StageStatus.DONE);
        assertThat(report.telemetryLosses()).isEqualTo(asked.get()).isEqualTo(5);
        assertThat(report.events()).singleElement().satisfies(event -> {
            assertThat(event.eventClass()).isEqualTo(EventClass.TELEMETRY);
            assertThat(event.severity()).isEqualTo(Severity.WARNING);
            assertThat(event.message()).isEqualTo("a telemetry sink failed and misses events: " + "disk full");
            assertThat(event.details()).containsKey("sink");
        });
        assertThat(healthy.events())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactlyInAnyOrder("RunStarted", "EventRecorded", "StageStarted", "StageEnded", "RunEnded");
    }

    @Test
    void evenAnErrorStaysInTheSink() {
        TelemetrySink broken = event -> {
            throw new StackOverflowError();
        };
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, broken);
        telemetry.startStage("chunking", 1).progress(1);
        assertThat(telemetry.finish(RunStatus.DONE, null).telemetryLosses()).isPositive();
    }

    @Test
    void aLossAtTheVeryEndIsInTheFinalReport() {
        TelemetrySink broken = event -> {
            if (event instanceof TelemetryEvent.RunEnded) {
                throw new IllegalStateException("too late");
            }
        };
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, broken);
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        assertThat(report.telemetryLosses()).isEqualTo(1);
        assertThat(report.events()).hasSize(1);
        assertThat(telemetry.snapshot()).isSameAs(report);
    }

    @Test
    void twoBrokenSinksAreTwoEvents() {
        TelemetrySink one = event -> {
            throw new IllegalStateException("one");
        };
        TelemetrySink two = event -> {
            throw new IllegalStateException("two");
        };
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, one, two);
        assertThat(telemetry.finish(RunStatus.DONE, null).events())
                .extracting(EventReport::message)
                .containsExactlyInAnyOrder(
                        "a telemetry sink failed and misses events: one",
                        "a telemetry sink failed and misses events: two");
    }

    @Test
    void aSinkMayTakeASnapshot() {
        PipelineTelemetry[] telemetry = new PipelineTelemetry[1];
        AtomicInteger ended = new AtomicInteger();
        TelemetrySink writer = event -> {
            if (event instanceof TelemetryEvent.StageEnded) {
                ended.addAndGet(telemetry[0].snapshot().stages().size());
            }
        };
        telemetry[0] = SampleRuns.telemetry("r", clock, writer);
        SampleRuns.stage(telemetry[0], clock, "chunking", 1, StageFigures.of(1, 2));
        telemetry[0].finish(RunStatus.DONE, null);
        assertThat(ended).hasValue(1);
    }
}
