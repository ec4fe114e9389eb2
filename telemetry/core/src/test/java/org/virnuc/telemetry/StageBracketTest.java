package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stages whose end is where a block of code ends. */
class StageBracketTest {
    private final ManualClock clock = new ManualClock();
    private final RecordingSink sink = new RecordingSink();
    private final PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, sink);

    @Test
    void workThatReturnsIsDoneAndItsResultComesBack() {
        String result = telemetry.stage("load", span -> {
            span.advance(5);
            clock.advanceSeconds(2);
            return "loaded " + span.id();
        });
        assertThat(result).isEqualTo("loaded load");
        StageReport stage = only();
        assertThat(stage.status()).isEqualTo(StageStatus.DONE);
        assertThat(stage.wallSeconds()).isEqualTo(2);
        assertThat(stage.itemsIn()).isEqualTo(5);
        assertThat(stage.itemsOut()).isEqualTo(5);
    }

    @Test
    void workThatTellsNoItemsHasOne() {
        telemetry.stage("load", span -> "x");
        assertThat(only().itemsIn()).isEqualTo(1);
    }

    @Test
    void workMayEndItsSpanWithFiguresOfItsOwn() {
        telemetry.stage("load", span -> {
            span.done(new StageFigures(3, 4, Map.of("rows", 7)));
            return "x";
        });
        assertThat(only().itemsOut()).isEqualTo(4);
        assertThat(only().metrics()).containsEntry("rows", 7L);
        assertThat(sink.events(TelemetryEvent.StageEnded.class)).hasSize(1);
    }

    @Test
    void aCheckedExceptionPassesUnchangedAndFailsTheStage() {
        IOException full = new IOException("disk full");
        assertThatThrownBy(() -> telemetry.stage("load", span -> {
                    span.advance(2);
                    throw full;
                }))
                .isSameAs(full);
        assertThat(only().status()).isEqualTo(StageStatus.FAILED);
        assertThat(only().itemsIn()).isEqualTo(2);
        assertThat(telemetry.snapshot().events().get(0).message()).isEqualTo("failed: disk full");
    }

    @Test
    void anInterruptedWorkIsCancelled() {
        assertThatThrownBy(() -> telemetry.stage("load", span -> {
                    throw new InterruptedException("stop");
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(only().status()).isEqualTo(StageStatus.CANCELLED);
    }

    @Test
    void aSpanThatIsDoneIsNotFailedByClosingIt() {
        try (StageSpan span = telemetry.startStage("load", 2)) {
            span.done(StageFigures.of(2, 2));
        }
        assertThat(only().status()).isEqualTo(StageStatus.DONE);
        assertThat(telemetry.snapshot().events()).isEmpty();
    }

    @Test
    void aSpanThatIsClosedBeforeItIsDoneHasFailed() {
        try (StageSpan span = telemetry.startStage("load", 2)) {
            span.progress(1);
        }
        assertThat(only().status()).isEqualTo(StageStatus.FAILED);
        assertThat(only().itemsIn()).isEqualTo(1);
        EventReport event = telemetry.snapshot().events().get(0);
        assertThat(event.message()).isEqualTo("failed: closed before it was done");
        assertThat(event.severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void aSpanThatAnInterruptedThreadClosesIsCancelled() {
        try (StageSpan span = telemetry.startStage("load", 2)) {
            span.progress(1);
            Thread.currentThread().interrupt();
        }
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(only().status()).isEqualTo(StageStatus.CANCELLED);
        assertThat(telemetry.snapshot().events().get(0).message()).isEqualTo("cancelled: closed before it was done");
    }

    private StageReport only() {
        assertThat(telemetry.snapshot().stages()).hasSize(1);
        return telemetry.snapshot().stages().get(0);
    }
}
