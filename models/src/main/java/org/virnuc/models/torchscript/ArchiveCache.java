package org.virnuc.models.torchscript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.FixedNames;
import org.virnuc.files.Leftovers;
import org.virnuc.files.Reason;

/**
 * Converted models on disk. An archive under its final name is complete, because it is written under a temporary name
 * first. If two processes need the same archive, only one converts the model.
 */
public final class ArchiveCache {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveCache.class);
    /** File locks work between processes only; this lock works between the threads of a process. */
    private static final Object IN_PROCESS = new Object();

    private static final String LOCK_SUFFIX = ".lock";
    private static final Pattern NAME = Pattern.compile("([a-z0-9]+)-([0-9a-f]{24})-([a-z0-9-]+)-v([0-9]{1,6})\\.pt");

    private final Path folder;

    /** A cache in this folder, which is created when needed. */
    public ArchiveCache(Path folder) {
        this.folder = folder;
    }

    /** Everything that determines the bytes of an archive. */
    public record Key(String family, String sha256, String variant, int version) {
        String fileName() {
            return family + "-" + sha256.substring(0, 24) + "-" + variant + "-v" + version + ".pt";
        }
    }

    /** Converts a model; called if the cache does not contain its archive yet. */
    @FunctionalInterface
    public interface Conversion {
        /** Writes the archive to this file with {@link TorchScriptArchive#write}. */
        void writeTo(Path target) throws IOException;
    }

    /**
     * The archive for a key. The model is converted now if the archive is missing or damaged.
     *
     * @throws UncheckedIOException if the cache cannot be written, naming the file
     */
    public Path get(Key key, Conversion conversion) {
        Path archive = folder.resolve(key.fileName());
        if (isIntact(
                archive,
                e -> LOG.warn("The converted model {} is damaged ({}); it will be converted again", archive, e))) {
            touch(archive);
            return archive;
        }
        try {
            Files.createDirectories(folder);
            Path lockFile = folder.resolve(key.fileName() + LOCK_SUFFIX);
            synchronized (IN_PROCESS) {
                try (FileChannel channel = FixedNames.lock(lockFile);
                        FileLock lock = channel.lock()) {
                    if (lock.isValid() && !isIntact(archive, e -> {})) {
                        convert(archive, conversion);
                    }
                }
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the converted model " + archive + ": " + Reason.of(e), e);
        }
    }

    /**
     * A converted model on disk.
     *
     * @param family such as {@code esm2}
     * @param sha256 the first digits of the digest of the model it was converted from
     * @param variant precision and back end, such as {@code bf16-onednn}
     * @param version the version of the graph
     */
    public record Entry(
            Path path, String family, String sha256, String variant, int version, long bytes, Instant lastUsed) {}

    /** All complete archives, the most recently used first. */
    public List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path path : files()) {
            Matcher name = NAME.matcher(path.getFileName().toString());
            if (name.matches()) {
                entries.add(new Entry(
                        path,
                        name.group(1),
                        name.group(2),
                        name.group(3),
                        Integer.parseInt(name.group(4)),
                        Files.size(path),
                        Files.getLastModifiedTime(path).toInstant()));
            }
        }
        entries.sort(Comparator.comparing(Entry::lastUsed).reversed());
        return entries;
    }

    /**
     * Deletes an archive, unless it is being converted. A run that has it loaded is not disturbed.
     *
     * @return whether it was deleted
     */
    public boolean remove(Entry entry) throws IOException {
        return removeUnlocked(entry.path(), entry.path().getFileName().toString());
    }

    /**
     * Deletes the leftovers of interrupted conversions.
     *
     * @return the number of bytes freed
     */
    public long removeLeftovers() throws IOException {
        long freed = 0;
        for (Path path : files()) {
            Optional<String> archive = Leftovers.target(path);
            if (archive.isPresent()) {
                long bytes = Files.size(path);
                freed += removeUnlocked(path, archive.get()) ? bytes : 0;
            }
        }
        return freed;
    }

    private boolean removeUnlocked(Path file, String archiveName) throws IOException {
        Path lockFile = folder.resolve(archiveName + LOCK_SUFFIX);
        synchronized (IN_PROCESS) {
            try (FileChannel channel = FixedNames.lock(lockFile);
                    FileLock lock = channel.tryLock()) {
                if (lock == null) {
                    return false;
                }
                Files.deleteIfExists(lockFile);
                return Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Whether the archive exists with the bytes that were written; damage is reported to the consumer. */
    private static boolean isIntact(Path archive, Consumer<String> damage) {
        if (!Files.exists(archive)) {
            return false;
        }
        try {
            TorchScriptArchive.check(archive);
            return true;
        } catch (NoSuchFileException e) {
            return false; // deleted by another process in the meantime
        } catch (IOException e) {
            damage.accept(e.getMessage());
            return false;
        }
    }

    /**
     * Sets the modification time, which records when an archive was last used. A failure does no harm: where times
     * cannot be set, archives cannot be deleted either.
     */
    private static void touch(Path archive) {
        try {
            Files.setLastModifiedTime(archive, FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.debug("the time of {} cannot be set", archive, e);
        }
    }

    /** Converts under the archive's lock: what a killed conversion has left, up to gigabytes, goes first. */
    private void convert(Path archive, Conversion conversion) throws IOException {
        LOG.debug("Converting to {}", archive);
        String name = archive.getFileName().toString();
        Leftovers.remove(folder, name::equals);
        conversion.writeTo(archive);
    }
}
