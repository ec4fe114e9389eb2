package org.virnuc.engine.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.virnuc.models.nvidia.NvidiaDriver;
import org.virnuc.models.nvidia.NvidiaGpu;

/** Maps device names to the type names that price sheets use, such as {@code cuda:0} to {@code NVIDIA L4}. */
public final class DeviceTypes {
    private static final String CUDA = "cuda:";

    private DeviceTypes() {}

    /**
     * Returns the type of each device, or the device's own name if its type is unknown. Asks the driver only if there
     * are GPUs.
     */
    public static Map<String, String> of(List<String> devices) {
        return of(devices, () -> NvidiaDriver.system().gpus());
    }

    static Map<String, String> of(List<String> devices, Supplier<List<NvidiaGpu>> driver) {
        Map<String, String> found = new LinkedHashMap<>();
        if (devices.stream().anyMatch(device -> device.startsWith(CUDA))) {
            driver.get().forEach(gpu -> found.put(CUDA + gpu.number(), gpu.name()));
        }
        Map<String, String> types = new LinkedHashMap<>();
        devices.forEach(device -> types.put(device, found.getOrDefault(device, device)));
        return types;
    }
}
