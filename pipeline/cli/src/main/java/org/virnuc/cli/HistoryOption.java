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

/** Which history. */
final class HistoryOption {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryOption.class);

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "History of runs; off for none (default: VIRNUC_HISTORY, else"
                    + " ~/.local/share/virnuc/history.db).")
    private @Nullable String history;

    /** The file; empty where no history is kept, as of a user without a home. */
    Optional<Path> file() {
        CacheFolder.natives("sqlite").ifPresent(RunHistory::keepLibraryIn);
        return history == null || history.isEmpty()
                ? HistoryPlace.of(UserFolders.system())
                : HistoryPlace.parse(history);
    }

    /**
     * The history, tidied up as far as it can be written; an empty one where no run was recorded yet.
     *
     * @throws UsageException where no history is kept
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

    /** The file's name. */
    Path existing() {
        return file().orElseThrow(() -> notKept(history, UserFolders.system()));
    }

    /** Why there is no history: it was switched off, or there is no folder for it. */
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

    /** Adds the places that are written where a history is kept. */
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
