package org.virnuc.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.UsageException;
import org.virnuc.files.UserFolders;
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
        return file().orElseThrow(() ->
                new UsageException("no history is kept (" + HistoryPlace.OFF + "); name a file with --history"));
    }
}
