package org.virnuc.engine.resume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.FileRecord;
import org.virnuc.files.OutputFile;
import org.virnuc.files.SyncInterval;

/**
 * The folder of a running stage. A file appears only when it is complete and is then added to the journal; writing the
 * manifest finishes the stage. Everything is forced to disk at most once a second, so small stages do not wait for the
 * disk; what a power failure takes is noticed by its hash and computed again.
 */
public final class StageFolder implements StageOutput, AutoCloseable {
    private static final String SCRATCH = "scratch";

    private final ResumePoint point;
    private final LongConsumer reused;
    private final SyncInterval sync = new SyncInterval(Duration.ofSeconds(1));
    private final Journal journal;
    private Consumer<String> onKept = name -> {};
    private final Map<String, FileRecord> written = new ConcurrentHashMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<QualityWarning> warnings = new ArrayList<>();

    /**
     * Opens the folder for writing and invalidates its manifest, if any.
     *
     * @param reused receives the number of items of every file that need not be written again
     */
    public StageFolder(ResumePoint point, LongConsumer reused) throws IOException {
        this.point = point;
        this.reused = reused;
        Files.createDirectories(point.folder());
        deleteScratch();
        this.journal = new Journal(point.folder(), sync);
        for (FileRecord file : point.kept().values()) {
            journal.add(file);
        }
        Files.deleteIfExists(point.folder().resolve(Manifest.FILE_NAME));
    }

    /** Sets a listener for the name of every file that would survive an interruption. */
    public void onKept(Consumer<String> listener) {
        onKept = listener;
    }

    @Override
    public OutputFile create(String name) throws IOException {
        return AtomicFile.create(point.folder().resolve(name), this::committed, sync);
    }

    @Override
    public void once(String name, long items, Content content) throws IOException, InterruptedException {
        FileRecord kept = point.kept().get(name);
        if (kept != null) {
            written.put(name, kept);
            reused.accept(items);
            return;
        }
        try (OutputFile file = create(name)) {
            content.writeTo(file);
            file.commit();
        }
        onKept.accept(name);
    }

    @Override
    public boolean kept(String name) {
        return point.kept().containsKey(name);
    }

    @Override
    public Optional<Path> finished(String name) {
        return kept(name) ? Optional.of(point.folder().resolve(name)) : Optional.empty();
    }

    @Override
    public void count(String name, long value) {
        synchronized (counts) {
            counts.put(name, value);
        }
    }

    @Override
    public synchronized void warning(QualityWarning warning) {
        warnings.add(warning);
    }

    @Override
    public Path scratch() throws IOException {
        return Files.createDirectories(point.folder().resolve(SCRATCH));
    }

    /** Writes the manifest, which makes the stage finished. */
    public Manifest finish(String runId, double wallSeconds, long itemsIn) throws IOException {
        deleteScratch();
        writeWarnings();
        List<FileRecord> files = written.values().stream()
                .sorted(Comparator.comparing(FileRecord::name))
                .toList();
        Fingerprint fingerprint = point.fingerprint();
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                fingerprint.stage().word(),
                fingerprint.digest(),
                fingerprint.settings(),
                runId,
                wallSeconds,
                itemsIn,
                counts,
                files);
        manifest.write(point.folder(), sync.due());
        return manifest;
    }

    private void writeWarnings() throws IOException {
        if (!warnings.isEmpty()) {
            try (OutputFile file = create(QualityWarnings.FILE_NAME)) {
                file.write(QualityWarnings.written(warnings));
                file.commit();
            }
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void committed(FileRecord file) throws IOException {
        written.put(file.name(), file);
        journal.add(file);
    }

    private void deleteScratch() throws IOException {
        Path scratch = point.folder().resolve(SCRATCH);
        if (Files.isDirectory(scratch)) {
            try (Stream<Path> files = Files.walk(scratch)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
