package org.virnuc.models.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.Reason;
import org.virnuc.models.DeviceException;

/** The libtorch engine: unpacked once into VirNuc's cache, and started once per process when it is first needed. */
final class NativeEngine {
    /** DJL's name for the engine. */
    static final String NAME = "PyTorch";

    private static final String OPERATION_FAILED = "The following operation failed in the TorchScript interpreter.";
    private static final String OPERATION_REASON = "RuntimeError: ";

    /** Guarded by {@link NativeRuntime#LOCK}, as everything that loads a library. */
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
    static Engine start(Path cacheDir, boolean offline) {
        synchronized (NativeRuntime.LOCK) {
            Engine engine = running;
            if (engine == null) {
                engine = NativeRuntime.loading(cacheDir, offline, NativeEngine::load);
                running = engine;
            }
            return engine;
        }
    }

    /**
     * The running engine.
     *
     * @throws IllegalStateException if it was never started
     */
    static Engine running() {
        synchronized (NativeRuntime.LOCK) {
            if (running == null) {
                throw new IllegalStateException("libtorch was not started before an archive was loaded");
            }
            return running;
        }
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
    static void checkLibraries() {
        synchronized (NativeRuntime.LOCK) {
            String folder = System.getProperty("DJL_CACHE_DIR");
            if (!checked && folder != null) {
                new NativeLibraries(Path.of(folder, "checked")).check(NativeLibraries.ofThisMachine());
                checked = true;
            }
        }
    }

    /**
     * The line of the innermost cause's message that says what happened. Where an operation of a graph has failed, whatever the
     * reason, libtorch begins with a sentence that says just that and a trace of the graph; the reason comes after them.
     */
    static String reason(Throwable error) {
        String message = rootMessage(error);
        return message.lines()
                .filter(line -> message.startsWith(OPERATION_FAILED) && line.startsWith(OPERATION_REASON))
                .map(line -> line.substring(OPERATION_REASON.length()))
                .findFirst()
                .or(() -> message.lines().findFirst())
                .orElse("");
    }

    /** The whole message of the innermost cause, which names the actual problem, often in several lines. */
    static String rootMessage(Throwable error) {
        Throwable inner = error;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = inner.getMessage();
        return message == null ? Reason.of(inner) : message;
    }
}
