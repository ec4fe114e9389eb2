package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.MarkdownReport;
import org.virnuc.telemetry.report.ReportCheck;

/** What is seen of GPUs adds up, what is not seen stays unknown, and both are in the reports. */
class GpuMeterTest {
    private final ManualClock clock = new ManualClock();
    private final Map<String, GpuSample> now = new LinkedHashMap<>();

    @Test
    void samplesAddUp() {
        now.put("cuda:0", new GpuSample(0.5, 1000L, 400.0, 7000.0, 60.0, false));
        GpuMeter meter = meter("cuda:0");
        meter.sample();
        clock.advanceSeconds(2);
        now.put("cuda:0", new GpuSample(1.0, 3000L, 600.0, 8100.0, 80.0, true));
        meter.sample();
        clock.advanceSeconds(2);
        now.put("cuda:0", new GpuSample(0.6, 2000L, 200.0, 8900.0, 70.0, false));
        assertThat(meter.figures())
                .containsExactly(
                        new GpuFigures("cuda:0", "NVIDIA Fast", 3, 0.7, 3000L, 400.0, 600.0, 1900.0, 80.0, 0.333));
    }

    @Test
    void withoutACounterEnergyIsPowerOverTime() {
        now.put("cuda:0", new GpuSample(null, null, 400.0, null, null, null));
        GpuMeter meter = meter("cuda:0");
        meter.sample();
        clock.advanceSeconds(2);
        now.put("cuda:0", new GpuSample(null, null, 600.0, null, null, null));
        assertThat(meter.figures().get(0).joules()).isEqualTo(1000);
    }

    @Test
    void aProbeThatFailsKnowsNothing() {
        GpuMeter meter = new GpuMeter(
                Map.of("cuda:0", "NVIDIA Fast"),
                name -> {
                    throw new IllegalStateException("fell off the bus");
                },
                clock);
        assertThat(meter.figures())
                .containsExactly(new GpuFigures("cuda:0", "NVIDIA Fast", 1, null, null, null, null, null, null, null));
    }

    @Test
    void reportsHaveThemWithJoulesForAMillion(@TempDir Path folder) throws IOException {
        now.put("cuda:0", new GpuSample(0.5, 1L << 30, 400.0, 7000.0, 60.0, false));
        now.put("cuda:1", GpuSample.UNKNOWN);
        RunReport both = run(meter("cuda:0", "cuda:1"));
        assertThat(both.gpus()).hasSize(2);
        assertThat(both.joulesPerMillion())
                .as("the energy of one GPU is unknown")
                .isEmpty();
        assertThat(MarkdownReport.render(both))
                .contains("## GPUs")
                .contains("| cuda:0 | NVIDIA Fast | 50.0 % | 1.1 GB | 400 W | 400 W | 1,500 J | 60 °C | 0.0 % |")
                .contains("| cuda:1 | NVIDIA Fast | not measured | not measured |")
                .doesNotContain("J per million");

        RunReport one = run(meter("cuda:0"));
        assertThat(one.joulesPerMillion()).containsExactly(Map.entry("bases", 500.0));
        assertThat(MarkdownReport.render(one)).contains("Energy of all GPUs: 500.0 J per million bases.");
        Path file = Files.writeString(folder.resolve("telemetry.json"), JsonReport.render(one));
        assertThat(ReportCheck.check(file)).isEmpty();
        assertThat(JsonReport.read(file)).isEqualTo(one);
    }

    @Test
    void aRunWithoutGpusHasNone() {
        RunReport report = SampleRuns.telemetry("run-1", clock).finish(RunStatus.DONE, null);
        assertThat(report.gpus()).isEmpty();
        assertThat(MarkdownReport.render(report)).doesNotContain("GPU");
    }

    private RunReport run(GpuMeter meter) {
        now.put("cuda:0", new GpuSample(0.5, 1L << 30, 400.0, 7000.0, 60.0, false));
        meter.sample();
        try (PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock)) {
            telemetry.gpus(meter::figures);
            telemetry.quantity("bases", 3_000_000);
            now.put("cuda:0", new GpuSample(0.5, 1L << 30, 400.0, 8500.0, 60.0, false));
            return telemetry.finish(RunStatus.DONE, null);
        }
    }

    private GpuMeter meter(String... names) {
        Map<String, String> types = new LinkedHashMap<>();
        List.of(names).forEach(name -> types.put(name, "NVIDIA Fast"));
        return new GpuMeter(types, name -> now.getOrDefault(name, GpuSample.UNKNOWN), clock);
    }
}
