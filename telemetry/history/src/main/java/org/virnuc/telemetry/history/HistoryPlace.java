package org.virnuc.telemetry.history;

import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.files.UserFolders;

/** Finds the history file of a user. */
public final class HistoryPlace {
    /** Environment variable with the path of the file, or {@link #OFF}. */
    public static final String VARIABLE = "VIRNUC_HISTORY";

    /** Value that disables the history. */
    public static final String OFF = "off";

    private HistoryPlace() {}

    /**
     * Returns {@code VIRNUC_HISTORY}, otherwise {@code XDG_DATA_HOME/virnuc/history.db}, otherwise
     * {@code ~/.local/share/virnuc/history.db}. Returns empty if the history is disabled, or if the user has no home
     * directory.
     */
    public static Optional<Path> of(UserFolders folders) {
        String own = folders.environment().getOrDefault(VARIABLE, "");
        if (!own.isEmpty()) {
            return parse(own);
        }
        return folders.data().map(folder -> folder.resolve("virnuc").resolve("history.db"));
    }

    /** Parses a path. Returns empty if it is {@link #OFF}. */
    public static Optional<Path> parse(String given) {
        return given.equalsIgnoreCase(OFF) ? Optional.empty() : Optional.of(Path.of(given));
    }
}
