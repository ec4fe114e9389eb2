package org.virnuc.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.GpuFigures;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunReportBuilder;
import org.virnuc.telemetry.RunStatus;

/** The GPUs of a run as Prometheus reads them. */
class GpuSeriesTest {
    @Test
    void whatWasMeasuredHasASampleAndNothingElse() {
        RunReport report = report().gpus(
                        List.of(
                                new GpuFigures(
                                        "cuda:0", "NVIDIA Fast", 9, 0.75, 1024L, 600.0, 700.0, 1900.0, 81.0, 0.0),
                                new GpuFigures("cuda:1", "NVIDIA Slow", 9, null, null, null, null, null, null, null)),
                        Map.of("bases", 12.5))
                .build();
        PrometheusText text = new PrometheusText();
        GpuSeries.write(text, report);
        assertThat(text.toString())
                .contains("virnuc_gpu_info{device=\"cuda:0\",type=\"NVIDIA Fast\"} 1\n")
                .contains("virnuc_gpu_info{device=\"cuda:1\",type=\"NVIDIA Slow\"} 1\n")
                .contains("virnuc_gpu_utilization_ratio{device=\"cuda:0\"} 0.75\n")
                .contains("virnuc_gpu_energy_joules_total{device=\"cuda:0\"} 1900.0\n")
                .contains("virnuc_gpu_throttled_ratio{device=\"cuda:0\"} 0.0\n")
                .contains("virnuc_energy_joules_per_million{name=\"bases\"} 12.5\n")
                .doesNotContain("{device=\"cuda:1\"}");
    }

    @Test
    void aRunWithoutGpusHasNoSuchMetrics() {
        PrometheusText text = new PrometheusText();
        GpuSeries.write(text, report().build());
        GpuSeries.write(text, null);
        assertThat(text.toString()).isEmpty();
    }

    private static RunReportBuilder report() {
        return RunReport.builder(
                RunInfo.of("run-1").command("test").version("1"),
                RunStatus.DONE,
                Instant.parse("2026-11-22T10:00:00Z"));
    }
}
