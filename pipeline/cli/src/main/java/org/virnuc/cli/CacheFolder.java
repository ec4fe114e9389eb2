package org.virnuc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.files.UserFolders;
import org.virnuc.pipeline.run.EstimateStore;

/** Where unpacked models, converted archives and native libraries are kept. */
final class CacheFolder {
    private static final String HOMELESS =
            "no cache folder is known, because the user has no home; set VIRNUC_CACHE to a folder"
                    + " you can write to, where models and native libraries are kept";

    private CacheFolder() {}

    /**
     * The folder, made where it is missing.
     *
     * @throws UsageException where it cannot be written
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

    /** The estimates of dry runs. */
    static EstimateStore estimates() {
        return EstimateStore.in(path());
    }

    private static UsageException unwritable(Path folder, @Nullable IOException cause) {
        String message = "cannot write to the cache folder " + folder
                + "; set VIRNUC_CACHE to a folder you can write to, where models and native libraries are kept";
        return cause == null ? new UsageException(message) : new UsageException(message, cause);
    }

    /**
     * {@code VIRNUC_CACHE}, else {@code XDG_CACHE_HOME/virnuc}, else {@code ~/.cache/virnuc}.
     *
     * @throws UsageException for a user without a home
     */
    static Path path() {
        return find(UserFolders.system()).orElseThrow(() -> new UsageException(HOMELESS));
    }

    /** Where a native library that is not of the models is unpacked; empty for a user without a home. */
    static Optional<Path> natives(String library) {
        return find(UserFolders.system())
                .map(cache -> cache.resolve("native").resolve(library).toAbsolutePath());
    }

    /** The folder that the environment names; empty for a user without a home. */
    static Optional<Path> find(UserFolders folders) {
        String own = folders.environment().getOrDefault("VIRNUC_CACHE", "");
        return own.isEmpty() ? folders.cache().map(cache -> cache.resolve("virnuc")) : Optional.of(Path.of(own));
    }
}
