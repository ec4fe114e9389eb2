package org.virnuc.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;

class MetricsFileTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final ManualClock clock = new ManualClock();
    private final RunMetrics metrics = new RunMetrics(clock);
    private final Path folder;
    private final Path file;

    MetricsFileTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("virnuc.prom");
    }

    @Test
    void lastFiguresAreThereOnceClosedAndNothingBesideThem() throws IOException {
        MetricsFile opened = MetricsFile.open(file, metrics, NEVER);
        SampleRuns.telemetry("run-1", clock, metrics).finish(RunStatus.DONE, null);
        assertThat(file).doesNotExist();
        opened.close();
        assertThat(file).content().isEqualTo(metrics.render()).contains("virnuc_run_status{status=\"done\"} 1\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    @Timeout(60)
    void isReplacedWhileTheRunGoesOn() throws IOException {
        MetricsFile opened = MetricsFile.open(file, metrics, Duration.ofMillis(1));
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock, metrics);
        waitFor("virnuc_run_status{status=\"running\"} 1");
        var span = telemetry.startStage("chunking", 7);
        waitFor("virnuc_stage_status{stage=\"chunking\",status=\"running\"} 1");
        telemetry.failStage(span, new IllegalStateException("no"));
        waitFor("virnuc_stage_status{stage=\"chunking\",status=\"failed\"} 1");
        opened.close();
    }

    @Test
    void folderThatIsGoneCostsNothing() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        MetricsFile opened = MetricsFile.open(gone.resolve("a.prom"), metrics, NEVER);
        SampleRuns.telemetry("run-1", clock, metrics);
        Files.delete(gone);
        opened.close();
        assertThat(gone).doesNotExist();
        assertThat(metrics.render()).isNotEmpty();
    }

    @Test
    void runThatNeverBeganLeavesNoFile() {
        MetricsFile.open(file, metrics, NEVER).close();
        assertThat(file).doesNotExist();
    }

    /** A collector's folder is written to by every run of the machine. */
    @Test
    void whatAKilledRunHasLeftGoesAndALiveOnesFileStays() throws IOException {
        Path old = Files.createFile(folder.resolve(".a.prom.999999999-0123456789abcdef.tmp"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path recent = Files.createFile(folder.resolve(".b.prom.999999999-0123456789abcdef.tmp"));
        MetricsFile.open(file, metrics, NEVER).close();
        assertThat(old).doesNotExist();
        assertThat(recent).exists();
    }

    private void waitFor(String line) throws IOException {
        while (!Files.exists(file) || !Files.readString(file).contains(line)) {
            Thread.onSpinWait();
        }
    }
}
