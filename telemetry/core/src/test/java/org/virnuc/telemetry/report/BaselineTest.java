package org.virnuc.telemetry.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.BaselineReport;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageReport;

class BaselineTest {
    private final Path folder;
    private final ManualClock clock = new ManualClock();
    private final PipelineTelemetry now = SampleRuns.telemetry("now", clock);

    BaselineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void comparesStageByStageAndOverall() {
        stage("chunking", 0.5, 13);
        stage("esm-2", 5, 1_200);
        stage("merging", 4, 1_200);
        BaselineReport report = compare(SampleRuns.complete());
        assertThat(report.name()).isEqualTo("vanilla");
        assertThat(report.stages())
                .containsExactly(
                        entry("chunking", new BaselineReport.StageSpeedup(1.5, 3.0, null, null)),
                        entry("esm-2", new BaselineReport.StageSpeedup(15.0, 3.0, null, null)),
                        entry("merging", new BaselineReport.StageSpeedup(3.0, 0.75, null, null)));
        assertThat(report.wallSeconds()).isEqualTo(19.5);
        assertThat(report.speedup()).isEqualTo(2.053);
    }

    @Test
    void aStageSkippedNowHasNoSpeedup() {
        BaselineReport report = new Baseline("vanilla", SampleRuns.complete()).compare(SampleRuns.resumed());
        assertThat(report.stages())
                .containsEntry("esm-2", new BaselineReport.StageSpeedup(15.0, null, "skipped in this run", null))
                .containsEntry("merging", new BaselineReport.StageSpeedup(3.0, 1.5, null, null));
        assertThat(report.wallSeconds()).isEqualTo(3);
        assertThat(report.speedup()).isEqualTo(1.5);
    }

    @Test
    void aStageSkippedInTheBaselineCountsWithItsOriginalTime() {
        stage("esm-2", 5, 1_200);
        assertThat(compare(SampleRuns.resumed()).stages())
                .containsEntry("esm-2", new BaselineReport.StageSpeedup(15.0, 3.0, null, "run-1"))
                .containsEntry("chunking", new BaselineReport.StageSpeedup(1.5, null, "not in this run", "run-1"));
        assertThat(SummaryReport.render(now.snapshot().withBaseline(compare(SampleRuns.resumed()))))
                .contains("executed by run-1: chunking, esm-2\n");
    }

    @Test
    void stagesThatDidNotEndAreNotCompared() {
        stage("chunking", 1, 13);
        stage("esm-2", 5, 1_200);
        assertThat(compare(SampleRuns.failed()).stages())
                .containsEntry("esm-2", new BaselineReport.StageSpeedup(null, null, "failed in the baseline", null));
        BaselineReport report = new Baseline("vanilla", SampleRuns.complete()).compare(SampleRuns.failed());
        assertThat(report.stages())
                .containsEntry("esm-2", new BaselineReport.StageSpeedup(15.0, null, "failed in this run", null));
    }

    @Test
    void differentInputsAreNotCompared() {
        stage("esm-2", 5, 1_100);
        assertThat(compare(SampleRuns.complete()).stages())
                .containsEntry("esm-2", new BaselineReport.StageSpeedup(15.0, null, "1,100 items against 1,200", null));
    }

    @Test
    void aStageResumedHalfWayIsNotCompared() {
        SampleRuns.stage(now, clock, "esm-2", 1, new StageFigures(1_200, 1_200, Map.of(StageReport.ITEMS_REUSED, 900)));
        assertThat(compare(SampleRuns.complete()).stages())
                .containsEntry(
                        "esm-2", new BaselineReport.StageSpeedup(15.0, null, "resumed half-way in this run", null));
        RunReport reused = now.snapshot();
        BaselineReport report = new Baseline("vanilla", reused).compare(SampleRuns.complete());
        assertThat(report.stages())
                .containsEntry(
                        "esm-2", new BaselineReport.StageSpeedup(1.0, null, "resumed half-way in the baseline", null));
    }

    @Test
    void nothingToCompareIsNoSpeedup() {
        now.skipStage("esm-2", "checkpoint", new OriginalStage("x", 1, null), StageFigures.of(1, 1));
        stage("merging", 0, 1_200);
        BaselineReport report = compare(SampleRuns.complete());
        assertThat(report.speedup()).isNull();
        assertThat(report.wallSeconds()).isZero();
        assertThat(report.stages())
                .containsEntry(
                        "merging", new BaselineReport.StageSpeedup(3.0, null, "no time measured in this run", null));
        assertThat(SummaryReport.render(now.snapshot().withBaseline(report)))
                .contains("Baseline     vanilla: no stage of this run can be compared\n");
    }

    @Test
    void theLastTryOfAStageCounts() {
        now.failStage(now.startStage("esm-2", -1), new IllegalStateException("first try"));
        stage("esm-2", 5, 1_200);
        assertThat(compare(SampleRuns.complete()).stages())
                .containsEntry("esm-2", new BaselineReport.StageSpeedup(15.0, 3.0, null, null));
    }

    @Test
    void readsARunDirectoryOrItsReport() throws IOException {
        Path run = Files.createDirectory(folder.resolve("sample.virnuc"));
        Path json = Files.writeString(run.resolve("telemetry.json"), JsonReport.render(SampleRuns.complete()));
        Path other = Files.copy(json, run.resolve("vanilla.json"));
        assertThat(Baseline.read(run).compare(now.snapshot()).name()).isEqualTo("sample.virnuc");
        assertThat(Baseline.read(json).compare(now.snapshot()).name()).isEqualTo("sample.virnuc");
        assertThat(Baseline.read(other).compare(now.snapshot()).name()).isEqualTo("vanilla.json");
    }

    @Test
    void saysWhatToGiveInsteadOfABadPath() throws IOException {
        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> Baseline.read(folder))
                .withMessage("baseline " + folder + ": the directory holds no telemetry.json; "
                        + "give the directory of an earlier run, or its telemetry.json");
        Path missing = folder.resolve("missing");
        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> Baseline.read(missing))
                .withMessage("baseline " + missing + ": there is no such file; "
                        + "give the directory of an earlier run, or its telemetry.json");
        Path text = Files.writeString(folder.resolve("notes.txt"), "hello");
        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> Baseline.read(text))
                .withMessageStartingWith(text + " is not a telemetry report: not JSON: ");
    }

    private void stage(String id, double seconds, long items) {
        SampleRuns.stage(now, clock, id, seconds, StageFigures.of(items, items));
    }

    private BaselineReport compare(RunReport baseline) {
        return new Baseline("vanilla", baseline).compare(now.finish(RunStatus.DONE, null));
    }
}
