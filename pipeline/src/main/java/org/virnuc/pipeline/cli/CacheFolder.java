package org.virnuc.pipeline.cli;

import java.nio.file.Path;

/** Where unpacked models, converted archives and native libraries are kept. */
final class CacheFolder {
    private CacheFolder() {}

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
