package org.virnuc.models.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets the system properties that DJL reads while it loads libtorch and the tokenizers. No property is set when a class
 * is loaded, and a property that already has a value keeps it. An application calls {@link #configure} when it starts.
 * A library need not: while VirNuc loads a native component, missing properties are set, and they are removed right
 * afterwards.
 */
public final class NativeRuntime {
    /**
     * Held while a library is loaded or the engine is started. It is one lock for all of them: a model that is opened needs the engine
     * while it loads, and the engine loads while it starts, on another thread.
     */
    static final Object LOCK = new Object();

    private static final String OFFLINE = "ai.djl.offline";

    private NativeRuntime() {}

    /**
     * Sets the properties for the rest of the process, for every user of DJL in it: where native libraries are unpacked
     * ({@code DJL_CACHE_DIR}, {@code jna.tmpdir}), that no usage is reported to DJL's authors
     * ({@code OPT_OUT_TRACKING}), and how many threads libtorch starts ({@code ai.djl.pytorch.num_threads},
     * {@code ai.djl.pytorch.num_interop_threads}). Only for programs that own the process.
     *
     * @param cacheDir VirNuc's cache
     */
    public static void configure(Path cacheDir) {
        synchronized (LOCK) {
            setMissing(settings(cacheDir));
        }
    }

    /** Loads a native component. */
    @FunctionalInterface
    public interface Loading<T, E extends Exception> {
        T load() throws E;
    }

    /**
     * Loads a native component with the settings of {@link #configure}, one thread at a time, and restores the system
     * properties afterwards.
     *
     * @param offline whether to forbid downloads as well; for runs on the CPU, whose libraries come with VirNuc
     */
    static <T, E extends Exception> T loading(Path cacheDir, boolean offline, Loading<T, E> loading) throws E {
        return loading(cacheDir, offline, Map.of(), loading);
    }

    /**
     * Loads a native component with the settings of {@link #configure} and some more, one thread at a time, and restores
     * the system properties afterwards.
     *
     * @param offline whether to forbid downloads as well
     * @param more properties by name; one that already has a value keeps it
     */
    static <T, E extends Exception> T loading(
            Path cacheDir, boolean offline, Map<String, String> more, Loading<T, E> loading) throws E {
        synchronized (LOCK) {
            Map<String, String> settings = settings(cacheDir);
            settings.putAll(more);
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
    }

    private static Map<String, String> settings(Path cacheDir) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("OPT_OUT_TRACKING", "true");
        settings.put(
                "DJL_CACHE_DIR", cacheDir.resolve("native").toAbsolutePath().toString());
        // JNA, which DJL uses, would create a folder of its own in the user's home.
        settings.put(
                "jna.tmpdir",
                cacheDir.resolve("native").resolve("jna").toAbsolutePath().toString());
        // libtorch would use every core of the machine, even where a container may use only a few; no graph forks.
        settings.put(
                "ai.djl.pytorch.num_threads",
                String.valueOf(Runtime.getRuntime().availableProcessors()));
        settings.put("ai.djl.pytorch.num_interop_threads", "1");
        return settings;
    }

    /** The names of the properties that were not set before. */
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
