package org.virnuc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.run.EstimateStore;

/** Where unpacked models, converted archives and native libraries are kept. */
final class CacheFolder {
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
        return new EstimateStore(path().resolve("estimates"));
    }

    private static UsageException unwritable(Path folder, @Nullable IOException cause) {
        String message = "cannot write to the cache folder " + folder
                + "; set VIRNUC_CACHE to a folder you can write to, where models and native libraries are kept";
        return cause == null ? new UsageException(message) : new UsageException(message, cause);
    }

    /** {@code VIRNUC_CACHE}, else {@code XDG_CACHE_HOME/virnuc}, else {@code ~/.cache/virnuc}. */
    static Path path() {
        String own = System.getenv("VIRNUC_CACHE");
        if (own != null && !own.isEmpty()) {
            return Path.of(own);
        }
        String shared = System.getenv("XDG_CACHE_HOME");
        return shared != null && !shared.isEmpty()
                ? Path.of(shared, "virnuc")
                : Path.of(System.getProperty("user.home"), ".cache", "virnuc");
    }
}
