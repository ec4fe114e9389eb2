package org.virnuc.models.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.DeviceException;

/** The libtorch engine: unpacked once into VirNuc's cache, and started once per process when it is first needed. */
final class NativeEngine {
    /** DJL's name for the engine. */
    static final String NAME = "PyTorch";

    /** Guarded by this class. */
    private static @Nullable Engine running;

    private static boolean checked;

    private NativeEngine() {}

    /**
     * The engine; started if it is not running yet.
     *
     * @param cacheDir VirNuc's cache
     * @param offline as in {@link NativeRuntime#loading}
     * @throws DeviceException if libtorch cannot be loaded, or is damaged and cannot be unpacked again
     */
    static synchronized Engine start(Path cacheDir, boolean offline) {
        Engine engine = running;
        if (engine == null) {
            engine = NativeRuntime.loading(cacheDir, offline, NativeEngine::load);
            running = engine;
        }
        return engine;
    }

    /**
     * The running engine.
     *
     * @throws IllegalStateException if it was never started
     */
    static synchronized Engine running() {
        if (running == null) {
            throw new IllegalStateException("libtorch was not started before an archive was loaded");
        }
        return running;
    }

    private static Engine load() {
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
     * Compares the unpacked libraries with their jars, once per process; must be called before any library is loaded.
     *
     * @throws DeviceException if a library is damaged and cannot be removed
     */
    static synchronized void checkLibraries() {
        String folder = System.getProperty("DJL_CACHE_DIR");
        if (!checked && folder != null) {
            new NativeLibraries(Path.of(folder, "checked")).check(NativeLibraries.ofThisMachine());
            checked = true;
        }
    }

    /** The message of the innermost cause, which names the actual problem. */
    static String rootMessage(Throwable error) {
        Throwable inner = error;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = inner.getMessage();
        return message == null ? inner.getClass().getSimpleName() : message;
    }
}
