package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CrashedRunTest {
    private final ManualClock clock = new ManualClock();
    private final PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock);

    @Test
    void closesWhatRanWhenItWasLastWritten() {
        SampleRuns.stage(telemetry, clock, "chunking", 1, StageFigures.of(13, 1_200));
        telemetry.startStage("esm-2", 1_200, "frames").progress(400);
        clock.advanceSeconds(4);

        RunReport crashed = CrashedRun.closed(telemetry.snapshot());

        assertThat(crashed.status()).isEqualTo(RunStatus.CRASHED);
        assertThat(crashed.endedAt()).isEqualTo("2026-11-22T10:00:05Z");
        assertThat(crashed.wallSeconds()).isEqualTo(5);
        assertThat(crashed.cpuUserSeconds()).isEqualTo(2.5);
        assertThat(crashed.stages().get(0).status()).isEqualTo(StageStatus.DONE);
        assertThat(crashed.stages().get(1)).satisfies(stage -> {
            assertThat(stage.status()).isEqualTo(StageStatus.FAILED);
            assertThat(stage.endedAt()).isEqualTo("2026-11-22T10:00:05Z");
            assertThat(stage.itemsIn()).isEqualTo(400);
            assertThat(stage.itemsOut()).isNull();
        });
        assertThat(crashed.events()).singleElement().satisfies(event -> {
            assertThat(event.severity()).isEqualTo(Severity.ERROR);
            assertThat(event.message()).isEqualTo("the run crashed in esm-2 at 400 of 1200 items");
        });
    }

    @Test
    void saysWhereItWas() {
        assertThat(CrashedRun.where(telemetry.snapshot())).isEqualTo("between stages");
        telemetry.startStage("a", -1);
        assertThat(CrashedRun.where(telemetry.snapshot())).isEqualTo("in a");
        telemetry.startStage("b", -1).progress(7);
        assertThat(CrashedRun.where(telemetry.snapshot())).isEqualTo("in a and b at 7 items");
    }

    @Test
    void aRunThatHasEndedDidNotCrash() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrashedRun.closed(SampleRuns.complete()))
                .withMessage("run run-1 is done, not running");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> telemetry.finish(RunStatus.CRASHED, null))
                .withMessage("a run cannot be finished as crashed");
    }
}
