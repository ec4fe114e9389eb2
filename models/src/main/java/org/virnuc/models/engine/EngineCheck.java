package org.virnuc.models.engine;

import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.DeviceException;
import org.virnuc.models.EncoderOptions;

/** Starts the native engine to find out whether it works, for troubleshooting. */
public final class EngineCheck {
    private static final double NANOS = 1e9;

    private EngineCheck() {}

    /**
     * Runs the check.
     *
     * @param cacheDir VirNuc's cache, where native libraries are unpacked
     * @return the findings by name, in words; {@code problem} is present if something does not work
     */
    public static Map<String, String> run(Path cacheDir) {
        Map<String, String> found = new LinkedHashMap<>();
        String own = System.getenv("PYTORCH_LIBRARY_PATH");
        found.put("PYTORCH_LIBRARY_PATH", own == null ? "not set; the libtorch that comes with VirNuc is used" : own);
        try {
            List<String> devices = Devices.resolve(DeviceChoice.AUTO);
            found.put("devices", String.join(", ", devices));
            long start = System.nanoTime();
            Engine engine = NativeEngine.start(cacheDir, devices.contains(Devices.CPU));
            double seconds = (System.nanoTime() - start) / NANOS;
            found.put("libtorch", String.format(Locale.ROOT, "%s, loaded in %.2f s", engine.getVersion(), seconds));
            ExecutionProfile profile = ExecutionProfile.resolve(EncoderOptions.DEFAULT, false, cacheDir);
            found.put(
                    "precision auto",
                    profile.precision().word() + " (" + profile.reasons().precision() + ")");
            found.put("compute lanes", profile.reasons().lanes());
        } catch (DeviceException e) {
            found.put("problem", String.valueOf(e.getMessage()));
        }
        return found;
    }
}
