package org.virnuc.telemetry.export;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.GpuFigures;
import org.virnuc.telemetry.RunReport;

/** The GPUs of a run as metrics; without GPUs there are none, and what was not measured has no sample. */
final class GpuSeries {
    private GpuSeries() {}

    /** Writes them. {@code report} is null before there is one. */
    static void write(PrometheusText text, @Nullable RunReport report) {
        if (report == null || report.gpus().isEmpty()) {
            return;
        }
        List<GpuFigures> gpus = report.gpus();
        text.begin(RunMetric.GPU_INFO);
        gpus.forEach(gpu -> text.sample(1, gpu.device(), gpu.type()));
        series(text, RunMetric.GPU_UTILIZATION, gpus, GpuFigures::utilization);
        series(text, RunMetric.GPU_MEMORY, gpus, GpuFigures::memoryPeakBytes);
        series(text, RunMetric.GPU_POWER, gpus, GpuFigures::wattsMean);
        series(text, RunMetric.GPU_ENERGY, gpus, GpuFigures::joules);
        series(text, RunMetric.GPU_TEMPERATURE, gpus, GpuFigures::celsiusPeak);
        series(text, RunMetric.GPU_THROTTLED, gpus, GpuFigures::throttledShare);
        text.begin(RunMetric.ENERGY);
        report.joulesPerMillion().forEach((name, joules) -> text.sample(joules, name));
    }

    private static void series(
            PrometheusText text,
            RunMetric metric,
            List<GpuFigures> gpus,
            Function<GpuFigures, @Nullable Number> figure) {
        text.begin(metric);
        for (GpuFigures gpu : gpus) {
            Number value = figure.apply(gpu);
            if (value != null) {
                text.sample(value.doubleValue(), gpu.device());
            }
        }
    }
}
