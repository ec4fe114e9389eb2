package org.virnuc.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.files.StubDriver;
import org.virnuc.models.nvidia.NvidiaGpu;
import org.virnuc.models.nvidia.Nvml;
import org.virnuc.telemetry.GpuFigures;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.report.GpuTable;

/** What NVML tells of a run's GPUs is in its report; without NVML it is unknown. The library is made by the test. */
@EnabledOnOs(OS.LINUX)
class GpuTelemetryTest {
    private static final List<NvidiaGpu> GPUS = List.of(
            new NvidiaGpu(0, "NVIDIA Fast", "0000:1B:00.0", 80L << 30, 9, 0),
            new NvidiaGpu(1, "NVIDIA Slow", "0000:1C:00.0", 10L << 30, 9, 0));

    @Test
    void nvmlIsReadForEachGpuOfTheRun(@TempDir Path folder) throws IOException, InterruptedException {
        StubDriver.nvml(folder);
        RunReport report = run(Nvml.in(folder));
        GpuFigures fast = report.gpus().get(0);
        assertThat(fast.device()).isEqualTo("cuda:0");
        assertThat(fast.type()).isEqualTo("NVIDIA Fast");
        assertThat(fast.utilization()).isEqualTo(0.75);
        assertThat(fast.memoryPeakBytes()).isEqualTo(3L << 30);
        assertThat(fast.wattsMean()).isEqualTo(612.5);
        assertThat(fast.celsiusPeak()).isEqualTo(81);
        assertThat(fast.throttledShare()).isEqualTo(1);
        assertThat(fast.joules()).as("50 J between two looks").isEqualTo(50.0 * (fast.samples() - 1));
        GpuFigures slow = report.gpus().get(1);
        assertThat(slow.memoryPeakBytes()).isEqualTo(1L << 30);
        assertThat(slow.joules()).isNull();
        assertThat(slow.utilization()).isNull();
        assertThat(GpuTable.rows(report))
                .as("what pages show")
                .extracting(row -> String.join(", ", row))
                .satisfiesExactly(
                        row -> assertThat(row)
                                .startsWith("cuda:0, NVIDIA Fast, 75.0 %, 3.2 GB, 613 W, 613 W, ")
                                .endsWith(" J, 81 °C, 100.0 %"),
                        row -> assertThat(row).startsWith("cuda:1, NVIDIA Slow, not measured, 1.1 GB, "));
    }

    @Test
    void withoutNvmlNothingIsMadeUp() {
        assertThat(run(Optional.empty()).gpus())
                .extracting(GpuFigures::device, GpuFigures::joules, GpuFigures::memoryPeakBytes)
                .containsExactly(tuple("cuda:0", null, null), tuple("cuda:1", null, null));
    }

    @Test
    void aRunOnTheCpuStartsNothing() {
        try (PipelineTelemetry telemetry = telemetry()) {
            assertThat(GpuTelemetry.start(telemetry, List.of("cpu"))).isEmpty();
        }
    }

    private static RunReport run(Optional<Nvml> nvml) {
        Map<String, String> types = new LinkedHashMap<>();
        GPUS.forEach(gpu -> types.put("cuda:" + gpu.number(), gpu.name()));
        try (PipelineTelemetry telemetry = telemetry();
                GpuTelemetry gpus = GpuTelemetry.start(telemetry, types, GPUS, nvml)) {
            assertThat(gpus).isNotNull();
            return telemetry.finish(RunStatus.DONE, null);
        }
    }

    private static PipelineTelemetry telemetry() {
        return PipelineTelemetry.builder(RunInfo.of("run-1").command("test").version("1"))
                .start();
    }
}
