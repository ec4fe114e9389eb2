package org.virnuc.models.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.nio.file.Path;
import org.virnuc.models.DeviceException;

/**
 * The native side, started when first needed: libtorch and the tokenizers, unpacked once into VirNuc's own cache. Everything
 * that DJL reads from system properties is set here, before DJL's first class is loaded; what a user has set stays.
 */
public final class NativeEngine {
    /** DJL's name of the engine. */
    static final String NAME = "PyTorch";

    private static boolean checked;

    private NativeEngine() {}

    /**
     * Says where native libraries are unpacked, and that nothing is fetched or reported.
     *
     * @param cacheDir VirNuc's cache
     */
    public static void configure(Path cacheDir) {
        setUnlessSet("OPT_OUT_TRACKING", "true");
        setUnlessSet(
                "DJL_CACHE_DIR", cacheDir.resolve("native").toAbsolutePath().toString());
        // libtorch would take every core of the machine, also where a container may use but a few of them; no graph
        // forks.
        setUnlessSet(
                "ai.djl.pytorch.num_threads",
                String.valueOf(Runtime.getRuntime().availableProcessors()));
        setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
    }

    /** Forbids downloads; for runs on the CPU, whose libraries come with VirNuc. */
    static void stayOffline() {
        setUnlessSet("ai.djl.offline", "true");
    }

    /**
     * The engine; starts it when it does not run.
     *
     * @throws DeviceException where libtorch cannot be loaded, or is damaged and cannot be unpacked again
     */
    static synchronized Engine engine() {
        checkLibraries();
        try {
            return Engine.getEngine(NAME);
        } catch (EngineException | UnsatisfiedLinkError e) {
            throw new DeviceException(
                    "libtorch cannot be loaded (" + rootMessage(e)
                            + "); run \"virnuc doctor\", or set PYTORCH_LIBRARY_PATH to "
                            + "the lib folder of an installed libtorch",
                    e);
        }
    }

    /**
     * Compares the unpacked libraries with their jars, once in a process; to be called before anything loads one.
     *
     * @throws DeviceException where a library is damaged and cannot be removed
     */
    static synchronized void checkLibraries() {
        String folder = System.getProperty("DJL_CACHE_DIR");
        if (!checked && folder != null) {
            new NativeLibraries(Path.of(folder, "checked")).check(NativeLibraries.ofThisMachine());
            checked = true;
        }
    }

    /** The message of the innermost cause, which is the one that says what happened. */
    static String rootMessage(Throwable error) {
        Throwable inner = error;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = inner.getMessage();
        return message == null ? inner.getClass().getSimpleName() : message;
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
