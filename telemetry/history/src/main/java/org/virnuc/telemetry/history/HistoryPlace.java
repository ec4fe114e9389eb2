package org.virnuc.telemetry.history;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the history of a user is. */
public final class HistoryPlace {
    /** Names the file, or {@link #OFF}. */
    public static final String VARIABLE = "VIRNUC_HISTORY";

    /** Given in place of a file: no history is kept. */
    public static final String OFF = "off";

    private HistoryPlace() {}

    /** {@code VIRNUC_HISTORY}, else {@code XDG_DATA_HOME/virnuc/history.db}, else {@code ~/.local/share/virnuc/history.db}; empty for off. */
    public static Optional<Path> of(Map<String, String> environment, String home) {
        String own = environment.getOrDefault(VARIABLE, "");
        if (!own.isEmpty()) {
            return parse(own);
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        Path folder = data.isEmpty() ? Path.of(home, ".local", "share") : Path.of(data);
        return Optional.of(folder.resolve("virnuc").resolve("history.db"));
    }

    /** A file, or empty for off. */
    public static Optional<Path> parse(String given) {
        return given.equalsIgnoreCase(OFF) ? Optional.empty() : Optional.of(Path.of(given));
    }
}
