package org.virnuc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.files.UserFolders;
import org.virnuc.pipeline.run.EstimateStore;

/** Finds the folder for unpacked models, converted archives and native libraries. */
final class CacheFolder {
    private static final String HOMELESS =
            "no cache folder is known, because the user has no home; set VIRNUC_CACHE to a folder"
                    + " you can write to, where models and native libraries are kept";

    private CacheFolder() {}

    /**
     * Returns the folder and creates it if it is missing.
     *
     * @throws UsageException if it is not writable
     */
    static Path writable() {
        Path folder = path();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        if (!Files.isWritable(folder)) {
            throw unwritable(folder, null);
        }
        return folder;
    }

    /** The store for estimates of dry runs. */
    static EstimateStore estimates() {
        return EstimateStore.in(path());
    }

    private static UsageException unwritable(Path folder, @Nullable IOException cause) {
        String message = "cannot write to the cache folder " + folder
                + "; set VIRNUC_CACHE to a folder you can write to, where models and native libraries are kept";
        return cause == null ? new UsageException(message) : new UsageException(message, cause);
    }

    /**
     * Returns {@code VIRNUC_CACHE}, or else {@code XDG_CACHE_HOME/virnuc}, or else {@code ~/.cache/virnuc}.
     *
     * @throws UsageException if the user has no home folder
     */
    static Path path() {
        return find(UserFolders.system()).orElseThrow(() -> new UsageException(HOMELESS));
    }

    /**
     * The folder for unpacking a native library that is not part of the models. Empty if the user has no home folder.
     */
    static Optional<Path> natives(String library) {
        return find(UserFolders.system())
                .map(cache -> cache.resolve("native").resolve(library).toAbsolutePath());
    }

    /** The folder according to the environment. Empty if the user has no home folder. */
    static Optional<Path> find(UserFolders folders) {
        String own = folders.environment().getOrDefault("VIRNUC_CACHE", "");
        return own.isEmpty() ? folders.cache().map(cache -> cache.resolve("virnuc")) : Optional.of(Path.of(own));
    }
}
