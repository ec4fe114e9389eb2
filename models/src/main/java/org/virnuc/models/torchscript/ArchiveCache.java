package org.virnuc.models.torchscript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converted models on disk. A file under its name is complete, because it is renamed into place; two processes that want the
 * same one convert it once.
 */
public final class ArchiveCache {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveCache.class);
    /** File locks hold between processes only; this one holds between the threads of a process. */
    private static final Object IN_PROCESS = new Object();

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
     * The archive of a key, converted now when it is not there.
     *
     * @throws UncheckedIOException where the cache cannot be written, naming the file
     */
    public Path get(Key key, Conversion conversion) {
        Path archive = folder.resolve(key.fileName());
        if (Files.exists(archive)) {
            return archive;
        }
        try {
            Files.createDirectories(folder);
            Path lockFile = folder.resolve(key.fileName() + ".lock");
            synchronized (IN_PROCESS) {
                try (FileChannel channel =
                                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (lock.isValid() && !Files.exists(archive)) {
                        convert(archive, conversion);
                    }
                }
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the converted model " + archive + ": " + e.getMessage(), e);
        }
    }

    private static void convert(Path archive, Conversion conversion) throws IOException {
        LOG.debug("Converting to {}", archive);
        conversion.writeTo(archive);
    }
}
