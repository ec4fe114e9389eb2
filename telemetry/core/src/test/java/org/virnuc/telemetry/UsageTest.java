package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
    /** Keeps the compiler from leaving allocations out. */
    @SuppressWarnings("UnusedVariable")
    private volatile byte[] garbage = {};

    private final Path folder;

    UsageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatIsNotToBeHadIsNullAndNever0() {
        assertThat(Usage.UNKNOWN.since(Usage.UNKNOWN, null)).isEqualTo(ResourceFigures.UNKNOWN);
        assertThat(memory(null, null).peakSince(memory(null, null), 0)).isNull();
    }

    @Test
    void aStageThatRaisesThePeakHasThatPeak() {
        assertThat(memory(50L, 300L).peakSince(memory(40L, 200L), 60)).isEqualTo(300);
    }

    @Test
    void aStageBelowThePeakHasItsHighestSample() {
        assertThat(memory(50L, 200L).peakSince(memory(40L, 200L), 60)).isEqualTo(60);
        assertThat(memory(70L, null).peakSince(memory(40L, null), 60)).isEqualTo(70);
    }

    @Test
    void aRetryIsCountedAndTold() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", new ManualClock());
        StageSpan span = telemetry.startStage("esm-2", 1);
        span.retry(new IOException("reset by peer"));
        span.retry(new IOException("reset by peer"));
        telemetry.endStage(span, StageFigures.of(1, 1));
        span.retry(new IOException("too late"));
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        assertThat(report.stages().get(0).retries()).isEqualTo(2);
        assertThat(report.retries()).isEqualTo(2);
        assertThat(report.events()).hasSize(2).allSatisfy(event -> assertThat(event.message())
                .isEqualTo("tried again after reset by peer"));
    }

    @Test
    void readsAmountsByName() throws IOException {
        Path file = folder.resolve("status");
        Files.writeString(file, "Name:\tjava\nVmHWM:\t    2048 kB\nrchar: 77\nGroups:\t\nodd line\n");
        assertThat(new ProcFile(file).read()).isEqualTo(Map.of("VmHWM", 2_097_152L, "rchar", 77L));
        assertThat(new ProcFile(folder.resolve("missing")).read()).isEmpty();
    }

    @Test
    void allocationIsWhatTheHeapGrewByBetweenCollections() {
        HeapMeter meter = new HeapMeter(100);
        assertThat(meter.allocatedBytes(150)).isEqualTo(50);
        meter.collected(180, 20); // 80 so far
        assertThat(meter.allocatedBytes(25)).isEqualTo(85);
        meter.collected(30, 10);
        assertThat(meter.allocatedBytes(10)).isEqualTo(90);
    }

    /** A collection empties the heap before its news arrives: the amount stands still, it never goes back. */
    @Test
    void allocationNeverGoesBack() {
        HeapMeter meter = new HeapMeter(0);
        assertThat(meter.allocatedBytes(500)).isEqualTo(500);
        assertThat(meter.allocatedBytes(10)).isEqualTo(500);
        meter.collected(600, 10);
        assertThat(meter.allocatedBytes(20)).isEqualTo(610);
    }

    /** News of a collection come by another thread, which may be later than the end of the one that has allocated. */
    @Test
    @Timeout(60)
    void allocationsOfThreadsThatHaveEndedCount() throws InterruptedException {
        HeapMeter meter = HeapMeter.ofThisProcess();
        long before = meter.allocatedBytes();
        Thread thread = new Thread(() -> {
            for (int i = 0; i < 64; i++) {
                garbage = new byte[1 << 20];
            }
        });
        thread.start();
        thread.join();
        while (meter.allocatedBytes() - before <= 16L << 20) {
            Thread.onSpinWait();
        }
        assertThat(meter.gcSeconds()).isNotNegative();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readingWritingAndChildrenAreSeen() throws IOException, InterruptedException {
        Usage.Meter meter = new ProcessUsage();
        Usage before = meter.read();
        Path file = Files.write(folder.resolve("file"), new byte[3_000_000]);
        assertThat(Files.readAllBytes(file)).hasSize(3_000_000);
        String work = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
        assertThat(new ProcessBuilder(List.of("sh", "-c", work)).start().waitFor())
                .isZero();
        Usage after = meter.read();
        ResourceFigures used = after.since(before, after.peakRssBytes());
        assertThat(used.bytesRead()).isGreaterThanOrEqualTo(3_000_000);
        assertThat(used.bytesWritten()).isGreaterThanOrEqualTo(3_000_000);
        assertThat(used.peakRssBytes()).isGreaterThanOrEqualTo(Objects.requireNonNull(after.rssBytes()));
        assertThat(used.allocatedBytes()).isPositive();
        assertThat(Objects.requireNonNull(used.childCpuUserSeconds())
                        + Objects.requireNonNull(used.childCpuSystemSeconds()))
                .isPositive();
    }

    private static Usage memory(@Nullable Long now, @Nullable Long peak) {
        return new Usage(CpuTime.UNKNOWN, CpuTime.UNKNOWN, null, null, now, peak, null, null);
    }
}
