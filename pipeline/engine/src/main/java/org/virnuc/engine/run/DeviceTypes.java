package org.virnuc.engine.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps device names to the type names that price sheets use, such as {@code cuda:0} to {@code NVIDIA L4}. */
public final class DeviceTypes {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceTypes.class);
    private static final List<String> NVIDIA = List.of("nvidia-smi", "--query-gpu=index,name", "--format=csv,noheader");
    private static final String CUDA = "cuda:";

    private DeviceTypes() {}

    /**
     * Returns the type of each device, or the device's own name if its type is unknown. Queries the driver only if
     * there are GPUs.
     */
    public static Map<String, String> of(List<String> devices) {
        return of(devices, NVIDIA);
    }

    static Map<String, String> of(List<String> devices, List<String> query) {
        boolean gpus = devices.stream().anyMatch(device -> device.startsWith(CUDA));
        Map<String, String> found = gpus ? ask(query) : Map.of();
        Map<String, String> types = new LinkedHashMap<>();
        devices.forEach(device -> types.put(device, found.getOrDefault(device, device)));
        return types;
    }

    private static Map<String, String> ask(List<String> query) {
        Map<String, String> types = new LinkedHashMap<>();
        try {
            Process process = new ProcessBuilder(query)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            try (BufferedReader answer = process.inputReader()) {
                answer.lines().map(line -> line.split(",", 2)).forEach(parts -> {
                    if (parts.length == 2 && !parts[1].isBlank()) {
                        types.put(CUDA + parts[0].strip(), parts[1].strip());
                    }
                });
            }
        } catch (IOException e) {
            LOG.debug("no types of GPUs", e);
        }
        return types;
    }
}
