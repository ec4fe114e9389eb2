package org.virnuc.models.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What DJL reads from system properties while it loads libtorch and the tokenizers. No property is set when a class is loaded, and
 * a property that is set already stays as it is. A program of its own calls {@link #configure} at its start; a library need
 * not: while VirNuc loads something native, missing properties are set, and removed again right after.
 */
public final class NativeRuntime {
    private static final String OFFLINE = "ai.djl.offline";

    private NativeRuntime() {}

    /**
     * Sets, for the rest of the process and for every user of DJL in it, where native libraries are unpacked ({@code
     * DJL_CACHE_DIR}, {@code jna.tmpdir}), that nothing is reported to DJL's authors ({@code OPT_OUT_TRACKING}) and how many threads libtorch starts
     * ({@code ai.djl.pytorch.num_threads}, {@code ai.djl.pytorch.num_interop_threads}). Only for whoever owns the process.
     *
     * @param cacheDir VirNuc's cache
     */
    public static synchronized void configure(Path cacheDir) {
        setMissing(settings(cacheDir));
    }

    /** Loads something native. */
    @FunctionalInterface
    public interface Loading<T, E extends Exception> {
        T load() throws E;
    }

    /**
     * Loads something with the settings of {@link #configure}, one thread at a time, and leaves system properties as they were.
     *
     * @param offline to forbid downloads too; for runs on the CPU, whose libraries come with VirNuc
     */
    static synchronized <T, E extends Exception> T loading(Path cacheDir, boolean offline, Loading<T, E> loading)
            throws E {
        Map<String, String> settings = settings(cacheDir);
        if (offline) {
            settings.put(OFFLINE, "true");
        }
        List<String> added = setMissing(settings);
        try {
            return loading.load();
        } finally {
            added.forEach(System::clearProperty);
        }
    }

    private static Map<String, String> settings(Path cacheDir) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("OPT_OUT_TRACKING", "true");
        settings.put(
                "DJL_CACHE_DIR", cacheDir.resolve("native").toAbsolutePath().toString());
        // JNA, which DJL uses, would take a folder of its own in Java's home of the user.
        settings.put(
                "jna.tmpdir",
                cacheDir.resolve("native").resolve("jna").toAbsolutePath().toString());
        // libtorch would take every core of the machine, also where a container may use but a few of them; no graph
        // forks.
        settings.put(
                "ai.djl.pytorch.num_threads",
                String.valueOf(Runtime.getRuntime().availableProcessors()));
        settings.put("ai.djl.pytorch.num_interop_threads", "1");
        return settings;
    }

    /** The names of those that were not set before. */
    private static List<String> setMissing(Map<String, String> settings) {
        List<String> added = new ArrayList<>();
        settings.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
                added.add(name);
            }
        });
        return added;
    }
}
