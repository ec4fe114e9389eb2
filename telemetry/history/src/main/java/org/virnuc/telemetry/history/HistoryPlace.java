package org.virnuc.telemetry.history;

import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.files.UserFolders;

/** Where the history of a user is. */
public final class HistoryPlace {
    /** Names the file, or {@link #OFF}. */
    public static final String VARIABLE = "VIRNUC_HISTORY";

    /** Given in place of a file: no history is kept. */
    public static final String OFF = "off";

    private HistoryPlace() {}

    /**
     * {@code VIRNUC_HISTORY}, else {@code XDG_DATA_HOME/virnuc/history.db}, else {@code ~/.local/share/virnuc/history.db}; empty for off, and
     * for a user without a home.
     */
    public static Optional<Path> of(UserFolders folders) {
        String own = folders.environment().getOrDefault(VARIABLE, "");
        if (!own.isEmpty()) {
            return parse(own);
        }
        return folders.data().map(folder -> folder.resolve("virnuc").resolve("history.db"));
    }

    /** A file, or empty for off. */
    public static Optional<Path> parse(String given) {
        return given.equalsIgnoreCase(OFF) ? Optional.empty() : Optional.of(Path.of(given));
    }
}
