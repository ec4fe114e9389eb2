package org.virnuc.pipeline.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.virnuc.telemetry.RunInfo;

/** Creates the identity of a run and describes its machine. */
public final class RunIdentity {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunIdentity() {}

    /**
     * Creates the identity of a run that starts now. Ids sort by time.
     *
     * @param command the command shown in reports
     * @param version version of the program
     */
    public static RunInfo now(String command, String version) {
        String id = STAMP.format(Instant.now())
                + String.format(
                        Locale.ROOT, "-%06x", ThreadLocalRandom.current().nextInt(1 << 24));
        return RunInfo.of(id).command(command).version(version).environment(environment());
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("java", System.getProperty("java.version"));
        environment.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        environment.put("max_heap_bytes", String.valueOf(Runtime.getRuntime().maxMemory()));
        return environment;
    }
}
