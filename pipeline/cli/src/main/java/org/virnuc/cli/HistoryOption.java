package org.virnuc.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.UsageException;
import org.virnuc.files.UserFolders;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.telemetry.history.HistoryException;
import org.virnuc.telemetry.history.HistoryPlace;
import org.virnuc.telemetry.history.HistorySpool;
import org.virnuc.telemetry.history.RunHistory;
import picocli.CommandLine.Option;

/** The option that gives the history file. */
@Section.Of(Section.TELEMETRY)
final class HistoryOption {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryOption.class);

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "History of runs; off for none (default: VIRNUC_HISTORY, else"
                    + " ~/.local/share/virnuc/history.db).")
    private @Nullable String history;

    /** The history file. Empty if no history is kept, for example for a user without a home folder. */
    Optional<Path> file() {
        CacheFolder.natives("sqlite").ifPresent(RunHistory::keepLibraryIn);
        return history == null || history.isEmpty()
                ? HistoryPlace.of(UserFolders.system())
                : HistoryPlace.parse(history);
    }

    /**
     * Opens the history after bringing it up to date if it is writable. It is empty if no run was recorded yet.
     *
     * @throws UsageException if no history is kept
     */
    RunHistory open() {
        Path file = existing();
        if (!Files.exists(file) && !Files.exists(new HistorySpool(file).folder())) {
            LOG.info("no run was recorded in {} yet", file);
            return RunHistory.empty(file);
        }
        RunHistory opened = RunHistory.open(file);
        try {
            opened.tidy().problems().forEach(problem -> LOG.warn("{}", problem));
        } catch (HistoryException e) {
            LOG.warn("{}; what is spooled waits", e.getMessage()); // can still be read
        }
        return opened;
    }

    /** The path of the history file. */
    Path existing() {
        return file().orElseThrow(() -> notKept(history, UserFolders.system()));
    }

    /** The reason why there is no history: it was switched off, or there is no folder for it. */
    static UsageException notKept(@Nullable String option, UserFolders folders) {
        String given = option == null || option.isEmpty()
                ? folders.environment().getOrDefault(HistoryPlace.VARIABLE, "")
                : option;
        return new UsageException(
                given.equalsIgnoreCase(HistoryPlace.OFF)
                        ? "no history is kept (" + HistoryPlace.OFF + "); name a file with --history"
                        : "no history is kept, because the user has no home folder; name a file with --history or "
                                + HistoryPlace.VARIABLE);
    }

    /** Adds the files that are written if a history is kept. */
    void addTo(NamedFiles files) {
        String advice = "give another --history";
        file().ifPresent(place -> {
            for (String suffix : List.of("", "-wal", "-shm")) {
                files.writes("the history of runs", place.resolveSibling(place.getFileName() + suffix), advice);
            }
            files.owns("the folder of runs that wait for the history", new HistorySpool(place).folder(), advice);
        });
    }
}
