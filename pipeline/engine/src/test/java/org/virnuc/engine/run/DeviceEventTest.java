package org.virnuc.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.engine.StageId;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.DeviceEvent;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.UnusedDevice;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;

/** Telemetry of a device that failed on a batch. */
class DeviceEventTest {
    private static final EncoderInfo MODEL = new EncoderInfo("esm2", "", "", 1, "bf16", "cuda:0,cuda:1");

    @Test
    void aDeviceThatCannotLoadTheModelIsAnEventAndNoCall() {
        RunInfo info = new RunInfo("run", "virnuc predict", "test", Map.of());
        RunReport report;
        try (PipelineTelemetry telemetry = PipelineTelemetry.builder(info).start()) {
            StageSpan span = telemetry.startStage(StageId.ESM_2.word(), 10);
            new RunObserver(StageId.ESM_2, span, telemetry, RunCosts.NONE)
                    .unused(new UnusedDevice("cuda:1", "cuda:1 cannot load the model and gets no work: out of memory"));
            telemetry.endStage(span, StageFigures.of(10, 10));
            report = telemetry.snapshot();
        }
        EventReport event = report.events().get(0);
        assertThat(event.eventClass()).isEqualTo(EventClass.DEVICE);
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
        assertThat(event.message()).isEqualTo("cuda:1 cannot load the model and gets no work: out of memory");
        assertThat(event.details()).containsEntry("device", "cuda:1").containsEntry("failure", "not-loaded");
        assertThat(report.stages().get(0).calls().count()).isZero();
    }

    @Test
    void aBatchThatIsGivenBackIsAnEventAndARetry() {
        RunInfo info = new RunInfo("run", "virnuc predict", "test", Map.of());
        RunReport report;
        try (PipelineTelemetry telemetry = PipelineTelemetry.builder(info).start()) {
            StageSpan span = telemetry.startStage(StageId.ESM_2.word(), 10);
            RunObserver observer = new RunObserver(StageId.ESM_2, span, telemetry, RunCosts.NONE);
            BatchFigures tried = new BatchFigures(10, 480, 500, 1000, "cuda:1");
            observer.failed(
                    MODEL, new DeviceEvent(DeviceEvent.Kind.OUT_OF_MEMORY, tried, 250, "cuda:1 ran out of memory"));
            telemetry.endStage(span, StageFigures.of(10, 10));
            report = telemetry.snapshot();
        }
        assertThat(report.events()).hasSize(1);
        EventReport event = report.events().get(0);
        assertThat(event.eventClass()).isEqualTo(EventClass.DEVICE);
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
        assertThat(event.message()).isEqualTo("cuda:1 ran out of memory");
        assertThat(event.details())
                .containsEntry("device", "cuda:1")
                .containsEntry("failure", "out-of-memory")
                .containsEntry("slots", 500L)
                .containsEntry("batch_tokens", 250L);
        assertThat(report.stages().get(0).calls().count()).isEqualTo(1);
    }
}
