package org.virnuc.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.virnuc.telemetry.RunInfo;

/** Names a run and describes the machine it runs on. */
final class RunIdentity {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunIdentity() {}

    /** A run that starts now; the id sorts by time. */
    static RunInfo now(List<String> arguments) {
        String id = STAMP.format(Instant.now())
                + String.format(
                        Locale.ROOT, "-%06x", ThreadLocalRandom.current().nextInt(1 << 24));
        return new RunInfo(id, "virnuc " + String.join(" ", arguments), Version.text(), environment());
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
