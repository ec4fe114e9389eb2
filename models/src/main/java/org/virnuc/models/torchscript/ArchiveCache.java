package org.virnuc.models.torchscript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import org.virnuc.files.Leftovers;

/**
 * Converted models on disk. A file under its name is complete, because it is renamed into place; two processes that want the
 * same one convert it once.
 */
public final class ArchiveCache {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveCache.class);
    /** File locks hold between processes only; this one holds between the threads of a process. */
    private static final Object IN_PROCESS = new Object();

    private static final String LOCK_SUFFIX = ".lock";
    private static final Pattern NAME = Pattern.compile("([a-z0-9]+)-([0-9a-f]{24})-([a-z0-9-]+)-v([0-9]{1,6})\\.pt");

    private final Path folder;

    /** A cache in a folder, which is made when needed. */
    public ArchiveCache(Path folder) {
        this.folder = folder;
    }

    /** Everything that decides an archive's bytes. */
    public record Key(String family, String sha256, String variant, int version) {
        String fileName() {
            return family + "-" + sha256.substring(0, 24) + "-" + variant + "-v" + version + ".pt";
        }
    }

    /** Makes a module when no archive of it is there yet. */
    @FunctionalInterface
    public interface Conversion {
        /** Writes the archive to this file by {@link TorchScriptArchive#write}. */
        void writeTo(Path target) throws IOException;
    }

    /**
     * The archive of a key, converted now when it is not there or its content is not what was written.
     *
     * @throws UncheckedIOException where the cache cannot be written, naming the file
     */
    public Path get(Key key, Conversion conversion) {
        Path archive = folder.resolve(key.fileName());
        if (isIntact(
                archive, e -> LOG.warn("The converted model {} is damaged ({}); it is converted again", archive, e))) {
            touch(archive);
            return archive;
        }
        try {
            Files.createDirectories(folder);
            Path lockFile = folder.resolve(key.fileName() + LOCK_SUFFIX);
            synchronized (IN_PROCESS) {
                try (FileChannel channel =
                                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (lock.isValid() && !isIntact(archive, e -> {})) {
                        convert(archive, conversion);
                    }
                }
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the converted model " + archive + ": " + e.getMessage(), e);
        }
    }

    /**
     * A converted model on disk.
     *
     * @param family such as {@code esm2}
     * @param sha256 the beginning of the digest of what it was converted from
     * @param variant precision and back end, such as {@code bf16-onednn}
     * @param version of the graph
     */
    public record Entry(
            Path path, String family, String sha256, String variant, int version, long bytes, Instant lastUsed) {}

    /** All that are complete, the latest used first. */
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
     * Frees an archive; one that is being converted stays. A run that has it loaded is not disturbed.
     *
     * @return whether it was freed
     */
    public boolean remove(Entry entry) throws IOException {
        return removeUnlocked(entry.path(), entry.path().getFileName().toString());
    }

    /**
     * Frees what broken conversions have left behind.
     *
     * @return the bytes freed
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
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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

    /** Whether the archive is there and has the bytes that were written; what is wrong is handed on. */
    private static boolean isIntact(Path archive, Consumer<String> damage) {
        if (!Files.exists(archive)) {
            return false;
        }
        try {
            TorchScriptArchive.check(archive);
            return true;
        } catch (NoSuchFileException e) {
            return false; // freed by another process meanwhile
        } catch (IOException e) {
            damage.accept(e.getMessage());
            return false;
        }
    }

    /** The time of change says when an archive was used last; what cannot be changed is not pruned either. */
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
