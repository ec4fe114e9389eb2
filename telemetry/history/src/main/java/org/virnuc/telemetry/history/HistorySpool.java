package org.virnuc.telemetry.history;

import java.io.ByteArrayInputStream;
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
import java.util.zip.GZIPInputStream;
import org.virnuc.files.AtomicFile;

/**
 * Attempts that could not be written to the history, one file each in a folder beside it. A damaged file does not keep the
 * others from being imported.
 */
public final class HistorySpool {
    private static final String SUFFIX = ".attempt.json.gz";
    private static final String CLAIMED = "claimed-";

    private final Path folder;

    /** The spool of a history file. */
    public HistorySpool(Path history) {
        this.folder = history.resolveSibling(history.getFileName() + ".spool");
    }

    /** The folder; it is there only once something was spooled. */
    public Path folder() {
        return folder;
    }

    /** Keeps an attempt; what was kept of it before is replaced. */
    void put(Attempt attempt) throws IOException {
        AtomicFile.writeShared(
                file(attempt.runId()),
                AttemptJson.gzip(AttemptJson.write(attempt).getBytes(StandardCharsets.UTF_8)));
    }

    /** Forgets an attempt, which has reached the history. */
    void remove(String runId) throws IOException {
        Files.deleteIfExists(file(runId));
    }

    /** The files waiting, oldest run first, as run ids sort by time. */
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
     * Moves what is waiting into a history.
     *
     * @param problems is told of damaged files, which are put aside under another name
     * @return how many attempts
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

    /** Takes the file out of the way of its writer, who may replace it any moment; empty where another process was faster. */
    private static Optional<Path> claim(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.startsWith(CLAIMED)) {
            return Optional.of(file); // by a process that has crashed, or works on it; importing twice changes nothing
        }
        try {
            Path claimed = file.resolveSibling(CLAIMED + UUID.randomUUID() + "-" + name);
            return Optional.of(Files.move(file, claimed, StandardCopyOption.ATOMIC_MOVE));
        } catch (NoSuchFileException byAnother) {
            return Optional.empty();
        }
    }

    private static Optional<Attempt> read(Path file, List<String> problems) throws IOException {
        byte[] stored;
        try {
            stored = Files.readAllBytes(file);
        } catch (NoSuchFileException byAnother) {
            return Optional.empty();
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            String line = new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(AttemptJson.read(line, file.toString()));
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
