package org.virnuc.telemetry.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.cost.CostMeter;

/** Runs are compared by what was executed for their results, and not by what they took from checkpoints. */
class RunComparisonTest {
    private final Path folder;

    @SuppressWarnings("NullAway.Init")
    private RunHistory history;

    RunComparisonTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void open() {
        history = RunHistory.open(folder.resolve("history.db"));
    }

    @AfterEach
    void close() {
        history.close();
    }

    private static PipelineTelemetry telemetry(String id, ManualClock clock) {
        PipelineTelemetry telemetry = PipelineTelemetry.builder(new RunInfo(id, "c", "v", Map.of()))
                .clock(clock)
                .start();
        telemetry.price(Map.of("cuda:0", "NVIDIA L4"), new CostMeter(PricedRuns.sheet()));
        return telemetry;
    }

    /** A run of 10 s of reading and of a model that takes {@code seconds}, at 0.001 a second. */
    private static RunReport computed(String id, double seconds) {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = telemetry(id, clock);
        StageSpan reading = telemetry.startStage("reading", 5);
        clock.advanceSeconds(10);
        telemetry.endStage(reading, StageFigures.of(5, 10));
        StageSpan encoding = telemetry.startStage("encoding", 10);
        clock.advanceSeconds(seconds);
        encoding.call(PricedRuns.local("m", seconds));
        telemetry.endStage(encoding, StageFigures.of(10, 10));
        return telemetry.finish(RunStatus.DONE, null);
    }

    /** A run of 1 s that takes both stages from a checkpoint. */
    private static RunReport resumed(String id, String executor) {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = telemetry(id, clock);
        telemetry.skipStage(
                "reading",
                "checkpoint",
                new OriginalStage(executor, 10, new BigDecimal("0.01")),
                StageFigures.of(5, 10));
        telemetry.skipStage("encoding", "checkpoint", new OriginalStage(executor, 40, null), StageFigures.of(10, 10));
        clock.advanceSeconds(1);
        return telemetry.finish(RunStatus.DONE, null);
    }

    private List<String> lines(RunReport before, RunReport after) {
        return RunComparison.of(history, before, after).text().lines().toList();
    }

    /** The lines with a bar between their cells. */
    private List<String> cells(RunReport before, RunReport after) {
        return lines(before, after).stream()
                .map(line -> line.replaceAll(" {2,}", " | "))
                .toList();
    }

    @Test
    void runsThatExecutedEverything() {
        assertThat(lines(computed("one", 40), computed("two", 20)))
                .containsExactly(
                        "Before  one  2026-11-22 10:00:00 UTC  done",
                        "After   two  2026-11-22 10:00:00 UTC  done",
                        "",
                        "Stage                   Before     After  Speed-up  Note",
                        "reading                 10.0 s    10.0 s      1.0x",
                        "encoding                40.0 s    20.0 s      2.0x",
                        "stages compared         50.0 s    30.0 s      1.7x",
                        "tokens of all stages     1,000     1,000",
                        "cost of all stages    0.05 USD  0.03 USD",
                        "the run itself          50.0 s    30.0 s",
                        "its cost              0.05 USD  0.03 USD");
    }

    @Test
    void aCheckpointCountsAsItWasExecuted() throws IOException {
        history.record(Attempt.of(computed("first", 40), SampleAttempts.origin("a")));
        RunReport after = computed("other", 20);
        assertThat(cells(resumed("again", "first"), after))
                .contains(
                        "reading | 10.0 s | 10.0 s | 1.0x | before: executed by first",
                        "encoding | 40.0 s | 20.0 s | 2.0x | before: executed by first",
                        "tokens of all stages | 1,000 | 1,000",
                        "cost of all stages | 0.05 USD | 0.03 USD",
                        "the run itself | 1.0 s | 30.0 s | before: without 2 stages from checkpoints");
        JsonNode json = new ObjectMapper()
                .readTree(RunComparison.of(history, resumed("again", "first"), after)
                        .json());
        assertThat(json.path("executed_before").path("tokens").asLong()).isEqualTo(1_000);
        assertThat(json.path("executed_before").path("stage_cost").asText()).isEqualTo("0.05");
        assertThat(json.path("executed_before")
                        .path("by_other_runs")
                        .path("encoding")
                        .asText())
                .isEqualTo("first");
        assertThat(json.path("executed_after").path("by_other_runs")).isEmpty();
        assertThat(json.path("baseline")
                        .path("stages")
                        .path("encoding")
                        .path("speedup")
                        .asDouble())
                .isEqualTo(2);
    }

    /** The second attempt of a run against its first one: nothing was computed in between. */
    @Test
    void aRunAgainstTheOneThatItContinues() {
        RunReport first = computed("first", 40);
        history.record(Attempt.of(first, SampleAttempts.origin("a")));
        assertThat(cells(first, resumed("again", "first")))
                .contains(
                        "encoding | 40.0 s | 40.0 s | 1.0x | after: executed by first, the run it is"
                                + " compared with",
                        "tokens of all stages | 1,000 | 1,000",
                        "the run itself | 50.0 s | 1.0 s | after: without 2 stages from checkpoints");
        assertThat(cells(resumed("again", "first"), resumed("once more", "first")))
                .contains("encoding | 40.0 s | 40.0 s | 1.0x | both: executed by first");
    }

    /** The time is known from the checkpoint; tokens and costs are in the report of the run that executed it. */
    @Test
    void aRunThatTheHistoryHasForgotten() {
        assertThat(cells(resumed("again", "gone"), computed("other", 20)))
                .contains(
                        "encoding | 40.0 s | 20.0 s | 2.0x | before: executed by gone",
                        "tokens of all stages | - | 1,000 | not known where the run that executed a"
                                + " stage is not in the history",
                        "cost of all stages | - | 0.03 USD");
    }

    @Test
    void stagesThatDoNotCorrespond() {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = telemetry("broken", clock);
        StageSpan encoding = telemetry.startStage("encoding", 10);
        clock.advanceSeconds(3);
        telemetry.failStage(encoding, new IllegalStateException("gone"));
        RunReport broken = telemetry.finish(RunStatus.FAILED, null);
        assertThat(cells(computed("one", 40), broken))
                .contains("reading | 10.0 s | - | - | not in after", "encoding | 40.0 s | 3.0 s | - | failed in after");
        assertThat(cells(broken, computed("one", 40)))
                .contains("encoding | - | 40.0 s | - | failed in before", "reading | - | 10.0 s | - | not in before");
    }
}
