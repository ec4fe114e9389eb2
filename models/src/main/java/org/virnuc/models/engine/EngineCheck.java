package org.virnuc.models.engine;

import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.DeviceException;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.nvidia.NvidiaDriver;
import org.virnuc.models.nvidia.NvidiaGpu;

/** Asks the driver, starts the native engine and computes something, to find out what works; for troubleshooting. */
public final class EngineCheck {
    private static final double NANOS = 1e9;

    private final Map<String, String> found = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Path cacheDir;

    private EngineCheck(Path cacheDir) {
        this.cacheDir = cacheDir;
    }

    /**
     * Runs the check.
     *
     * @param cacheDir VirNuc's cache, where native libraries are unpacked
     * @return the findings by name, in words; {@code problem} is present if something does not work
     */
    public static Map<String, String> run(Path cacheDir) {
        EngineCheck check = new EngineCheck(cacheDir);
        String own = System.getenv(Libtorch.OWN);
        check.found.put(Libtorch.OWN, own == null ? "not set; the libtorch that comes with VirNuc is used" : own);
        try {
            check.driver(NvidiaDriver.system());
            check.engine();
        } catch (DeviceException e) {
            check.problems.add(String.valueOf(e.getMessage()));
        }
        if (!check.problems.isEmpty()) {
            check.found.put("problem", String.join("; ", check.problems));
        }
        return check.found;
    }

    private void driver(NvidiaDriver driver) {
        switch (driver.presence()) {
            case NONE -> found.put("NVIDIA driver", "none");
            case NO_GPU -> found.put("NVIDIA driver", driver.problem().orElse(""));
            case BROKEN -> {
                found.put("NVIDIA driver", driver.versions() + ", which does not work");
                driver.problem().ifPresent(problems::add);
            }
            case WORKS -> {
                found.put("NVIDIA driver", driver.versions());
                for (NvidiaGpu gpu : driver.gpus()) {
                    found.put("GPU cuda:" + gpu.number(), gpu.description());
                }
            }
        }
    }

    private void engine() {
        Optional<Path> gpu = GpuLibtorch.in(cacheDir).folder();
        found.put("libtorch for GPUs", gpu.map(Path::toString).orElse("not set up in the cache"));
        DeviceSelection selected = Devices.select(DeviceChoice.AUTO, cacheDir);
        found.put("devices", String.join(", ", selected.names()));
        selected.unused().filter(why -> problems.isEmpty()).ifPresent(problems::add);
        long start = System.nanoTime();
        Engine engine = NativeEngine.start(cacheDir, selected.names().contains(Devices.CPU));
        double seconds = (System.nanoTime() - start) / NANOS;
        found.put(
                "libtorch",
                String.format(
                        Locale.ROOT, "%s (%s), loaded in %.2f s", engine.getVersion(), NativeEngine.loaded(), seconds));
        for (String device : selected.names()) {
            Optional<String> failure = KernelCheck.failure(device);
            found.put("check of " + device, failure.orElse("it computes what Java computes"));
            failure.ifPresent(what -> problems.add(device + " does not compute: " + what));
        }
        ExecutionProfile profile = ExecutionProfile.resolve(EncoderOptions.DEFAULT, false, cacheDir);
        found.put(
                "precision auto",
                profile.precision().word() + " (" + profile.reasons().precision() + ")");
        found.put("compute lanes", profile.reasons().lanes());
    }
}
