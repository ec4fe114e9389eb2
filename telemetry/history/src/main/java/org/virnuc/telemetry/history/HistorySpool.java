package org.virnuc.telemetry.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.SmallFile;

/**
 * Keeps attempts that could not be written to the history, one file each, in a folder next to the history file. A
 * damaged file does not prevent the import of the others.
 */
public final class HistorySpool {
    private static final String SUFFIX = ".attempt.json.gz";
    private static final String CLAIMED = "claimed-";

    private final Path folder;

    /** Creates the spool of a history file. */
    public HistorySpool(Path history) {
        this.folder = history.resolveSibling(history.getFileName() + ".spool");
    }

    /** Returns the folder, which is created only when the first attempt is spooled. */
    public Path folder() {
        return folder;
    }

    /** Stores an attempt, and replaces an earlier version of it. */
    void put(Attempt attempt) throws IOException {
        AtomicFile.writeShared(
                file(attempt.runId()),
                AttemptJson.gzip(AttemptJson.write(attempt).getBytes(StandardCharsets.UTF_8)));
    }

    /** Deletes an attempt that has reached the history. */
    void remove(String runId) throws IOException {
        Files.deleteIfExists(file(runId));
    }

    /** Returns the spooled files, oldest run first. Run ids sort by time. */
    public List<Path> waiting() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Imports all spooled attempts into a history.
     *
     * @param problems receives a message for each damaged file; such files are renamed and kept
     * @return the number of attempts imported
     */
    int moveInto(RunHistory history, List<String> problems) throws IOException {
        int moved = 0;
        for (Path file : waiting()) {
            Optional<Path> claimed = claim(file);
            Optional<Attempt> attempt = claimed.isEmpty() ? Optional.empty() : read(claimed.get(), problems);
            if (attempt.isPresent()) {
                history.record(attempt.get());
                Files.deleteIfExists(claimed.get());
                moved++;
            }
        }
        return moved;
    }

    /**
     * Renames the file, because its writer may replace it at any moment. Returns empty if another process was faster.
     */
    private static Optional<Path> claim(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.startsWith(CLAIMED)) {
            // Claimed by a process that crashed or is still importing it; importing twice changes nothing.
            return Optional.of(file);
        }
        try {
            Path claimed = file.resolveSibling(CLAIMED + UUID.randomUUID() + "-" + name);
            return Optional.of(Files.move(file, claimed, StandardCopyOption.ATOMIC_MOVE));
        } catch (NoSuchFileException byAnother) {
            return Optional.empty();
        }
    }

    private static Optional<Attempt> read(Path file, List<String> problems) throws IOException {
        try {
            byte[] stored = SmallFile.read(file, SmallFile.RECORD);
            String line = new String(SmallFile.gunzip(stored, SmallFile.RECORD), StandardCharsets.UTF_8);
            return Optional.of(AttemptJson.read(line, file.toString()));
        } catch (NoSuchFileException byAnother) {
            return Optional.empty();
        } catch (IOException | HistoryException e) {
            Path aside = file.resolveSibling(file.getFileName() + ".damaged");
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            problems.add("a spooled attempt is damaged (" + e.getMessage() + "); it was put aside as " + aside);
            return Optional.empty();
        }
    }

    private Path file(String runId) {
        return folder.resolve(runId.replaceAll("[^A-Za-z0-9._-]", "_") + SUFFIX);
    }
}
