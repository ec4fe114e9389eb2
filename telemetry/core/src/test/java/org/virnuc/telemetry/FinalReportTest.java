package org.virnuc.telemetry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.redact.Redactor;
import org.virnuc.telemetry.report.Baseline;

/** The last event of a run carries the report that is written down. */
class FinalReportTest {
    private final ManualClock clock = new ManualClock();
    private final RecordingSink sink = new RecordingSink();

    @Test
    void theLastEventHasPricesAndBaseline() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, sink);
        telemetry.compare(Baseline.of("before", SampleRuns.complete())::compare);
        SampleRuns.stage(telemetry, clock, "merging", 1, StageFigures.of(1_200, 1_200));
        assertThat(telemetry.snapshot().baseline()).as("while it runs").isNull();

        RunReport report = telemetry.finish(RunStatus.DONE, null);
        BaselineReport baseline = requireNonNull(report.baseline());
        assertThat(baseline.name()).isEqualTo("before");
        assertThat(baseline.speedup()).isEqualTo(3);
        assertThat(told()).isEqualTo(report);
        assertThat(telemetry.snapshot()).isSameAs(report);
    }

    @Test
    void aRunThatFailedIsNotCompared() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, sink);
        telemetry.compare(Baseline.of("before", SampleRuns.complete())::compare);
        assertThat(telemetry.finish(RunStatus.FAILED, null).baseline()).isNull();
    }

    @Test
    void theFolderOfABaselineIsRedacted() {
        Redactor redactor = Redactor.builder().build();
        PipelineTelemetry telemetry = PipelineTelemetry.builder(SampleRuns.info("r"))
                .redactor(redactor)
                .sinks(TelemetrySink.immediately(sink))
                .start();
        telemetry.compare(Baseline.of("patient-7", SampleRuns.complete())::compare);
        telemetry.finish(RunStatus.DONE, null);
        assertThat(requireNonNull(told().baseline()).name()).doesNotContain("patient");
    }

    @Test
    void aComparisonThatThrowsCostsTheComparisonOnly() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, sink);
        telemetry.compare(report -> {
            throw new IllegalStateException("no such run");
        });
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        assertThat(report.status()).isEqualTo(RunStatus.DONE);
        assertThat(report.baseline()).isNull();
    }

    @Test
    void theLastEventTellsWhatSlowSinksHaveMissed() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        TelemetrySink slow = event -> {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        AtomicReference<RunReport> last = new AtomicReference<>();
        TelemetrySink attentive = TelemetrySink.immediately(event -> {
            if (event instanceof TelemetryEvent.RunEnded ended) {
                last.set(ended.report());
            }
        });
        PipelineTelemetry telemetry = SampleRuns.queued("r", clock, slow, attentive);
        StageSpan span = telemetry.startStage("esm-2", -1);
        for (int i = 0; i < SinkLane.CAPACITY + 10; i++) {
            span.call(SampleRuns.call("cpu", 1, 1));
        }
        open.countDown();
        RunReport report = telemetry.finish(RunStatus.CANCELLED, null);
        assertThat(report.telemetryLosses()).isPositive();
        RunReport told = requireNonNull(last.get());
        assertThat(told.telemetryLosses()).isEqualTo(report.telemetryLosses());
        assertThat(told.events())
                .extracting(EventReport::message)
                .last()
                .asString()
                .matches("a telemetry sink that did not keep up has missed [0-9]+ events");
        assertThat(told.events()).isEqualTo(report.events());
    }

    private RunReport told() {
        return sink.events(TelemetryEvent.RunEnded.class).get(0).report();
    }
}
