package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageSpanTest {
    private final ManualClock clock = new ManualClock();
    private final RecordingSink sink = new RecordingSink();
    private final PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, sink);
    private final StageSpan span = telemetry.startStage("esm-2", 100);

    @Test
    void tellsTheFirstProgressAndThenEveryTenthOfASecond() {
        span.progress(1);
        span.progress(2);
        clock.advanceSeconds(0.0999);
        span.progress(3);
        clock.advanceSeconds(0.0001);
        span.progress(4);
        span.expect(200);
        clock.advanceSeconds(5);
        span.expect(300);
        assertThat(sink.events(TelemetryEvent.StageProgressed.class))
                .extracting(TelemetryEvent.StageProgressed::doneItems, TelemetryEvent.StageProgressed::expectedItems)
                .containsExactly(tuple(1L, 100L), tuple(4L, 100L), tuple(4L, 300L));
    }

    @Test
    void tellsTheSecondsSinceItsStart() {
        clock.advanceSeconds(12.5);
        assertThat(span.elapsedSeconds()).isEqualTo(12.5);
    }

    @Test
    void anEndedStageTellsNothing() {
        telemetry.endStage(span, StageFigures.of(100, 100));
        clock.advanceSeconds(1);
        span.progress(50);
        assertThat(sink.events(TelemetryEvent.StageProgressed.class)).isEmpty();
    }

    @Test
    void aLateCallIsCountedAsLost() {
        telemetry.endStage(span, StageFigures.of(100, 100));
        span.call(SampleRuns.call("cpu", 5, 0));
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        assertThat(report.totals().calls()).isZero();
        assertThat(report.telemetryLosses()).isEqualTo(1);
    }

    @Test
    void aMetricThatIsNotFiniteIsLeftOut() {
        span.metric("rate", Double.NaN);
        span.metric("share", Double.POSITIVE_INFINITY);
        span.metric("fill", 0.5f);
        telemetry.endStage(span, new StageFigures(1, 1, Map.of("loss", Double.NaN)));
        assertThat(telemetry.snapshot().stages().get(0).metrics()).containsExactly(entry("fill", 0.5));
    }

    @Test
    void aStageMayGiveItsOwnPaddingShare() {
        span.call(SampleRuns.call("cpu", 50, 50));
        span.metric(StageReport.PADDING_SHARE, 0.25);
        assertThat(telemetry.snapshot().stages().get(0).metrics()).containsEntry("padding_share", 0.25);
    }

    @Test
    void notesBelongToTheStageAndHoldPlainValuesOnly() {
        Map<String, @Nullable Object> details = new HashMap<>();
        details.put("ids", Arrays.asList("a", 1, null, Double.NaN));
        details.put("length", 17);
        details.put("share", 0.5f);
        details.put("ok", true);
        details.put("nothing", null);
        details.put("severity", Severity.INFO);
        span.event(EventClass.DATA, Severity.WARNING, "odd ids", details);
        EventReport event = telemetry.snapshot().events().get(0);
        assertThat(event.stage()).isEqualTo("esm-2");
        assertThat(event.details())
                .containsOnly(
                        entry("ids", List.of("a", 1L)),
                        entry("length", 17L),
                        entry("share", 0.5),
                        entry("ok", true),
                        entry("severity", "INFO"));
    }

    @Test
    void theSameStageMayStartAgain() {
        telemetry.failStage(span, new IllegalStateException("first try"));
        telemetry.endStage(telemetry.startStage("esm-2", 100), StageFigures.of(100, 100));
        assertThat(telemetry.snapshot().stages())
                .extracting(StageReport::status)
                .containsExactly(StageStatus.FAILED, StageStatus.DONE);
    }
}
