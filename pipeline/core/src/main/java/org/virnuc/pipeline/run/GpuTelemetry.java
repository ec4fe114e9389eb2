package org.virnuc.pipeline.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.run.DeviceTypes;
import org.virnuc.models.nvidia.NvidiaDriver;
import org.virnuc.models.nvidia.NvidiaGpu;
import org.virnuc.models.nvidia.Nvml;
import org.virnuc.telemetry.GpuMeter;
import org.virnuc.telemetry.GpuSample;
import org.virnuc.telemetry.PipelineTelemetry;

/** Has the GPUs of a run watched while it goes on. Without GPUs nothing is started. */
final class GpuTelemetry implements AutoCloseable {
    private static final String CUDA = "cuda:";

    private final GpuMeter meter;
    private final Optional<Nvml> nvml;

    private GpuTelemetry(GpuMeter meter, Optional<Nvml> nvml) {
        this.meter = meter;
        this.nvml = nvml;
    }

    /** Watches the GPUs among the devices; empty if there are none. */
    static Optional<GpuTelemetry> start(PipelineTelemetry telemetry, List<String> devices) {
        List<String> gpus =
                devices.stream().filter(device -> device.startsWith(CUDA)).toList();
        return gpus.isEmpty()
                ? Optional.empty()
                : Optional.of(start(
                        telemetry, DeviceTypes.of(gpus), NvidiaDriver.system().gpus(), Nvml.open()));
    }

    static GpuTelemetry start(
            PipelineTelemetry telemetry, Map<String, String> types, List<NvidiaGpu> gpus, Optional<Nvml> nvml) {
        Map<String, NvidiaGpu> byName = new HashMap<>();
        gpus.forEach(gpu -> byName.put(CUDA + gpu.number(), gpu));
        GpuMeter meter = GpuMeter.start(new LinkedHashMap<>(types), name -> sample(nvml, byName.get(name)));
        telemetry.gpus(meter::figures);
        return new GpuTelemetry(meter, nvml);
    }

    private static GpuSample sample(Optional<Nvml> nvml, @Nullable NvidiaGpu gpu) {
        if (nvml.isEmpty() || gpu == null) {
            return GpuSample.UNKNOWN;
        }
        Nvml.Reading now = nvml.get().read(gpu);
        return new GpuSample(
                now.utilization().isPresent() ? now.utilization().getAsDouble() : null,
                now.memoryUsed().isPresent() ? now.memoryUsed().getAsLong() : null,
                now.watts().isPresent() ? now.watts().getAsDouble() : null,
                now.joules().isPresent() ? now.joules().getAsDouble() : null,
                now.celsius().isPresent() ? now.celsius().getAsDouble() : null,
                now.slowed().orElse(null));
    }

    /** Stops watching. Figures that are asked for later say nothing new; the report has been made by then. */
    @Override
    public void close() {
        meter.close();
        nvml.ifPresent(Nvml::close);
    }
}
