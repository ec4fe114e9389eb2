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

    private static @Nullable Libtorch loaded;

    private static boolean checked;

    private NativeEngine() {}

    /**
     * The engine; started if it is not running yet.
     *
     * @param cacheDir VirNuc's cache
     * @param onCpu whether only the CPU will compute; then nothing is downloaded, because what it needs comes with VirNuc
     * @throws DeviceException if libtorch cannot be loaded, or is damaged and cannot be unpacked again, or if GPUs are
     *     to compute and the engine runs for CPUs
     */
    static Engine start(Path cacheDir, boolean onCpu) {
        synchronized (NativeRuntime.LOCK) {
            Engine engine = running;
            if (engine == null) {
                Libtorch libtorch = Libtorch.of(System.getenv(), cacheDir, !onCpu);
                libtorch.check(cacheDir);
                engine = NativeRuntime.loading(
                        cacheDir, onCpu, libtorch.settings(System.getenv()), () -> load(libtorch));
                running = engine;
                loaded = libtorch;
            } else if (!onCpu && loaded != null && !loaded.cuda()) {
                throw new DeviceException("GPUs were asked for after this process has loaded libtorch for CPUs, and it"
                        + " cannot load another; compute on GPUs from its first model on");
            }
            return engine;
        }
    }

    /** The libtorch that runs, in words; empty before the engine is started. */
    static String loaded() {
        synchronized (NativeRuntime.LOCK) {
            return loaded == null ? "" : loaded.description();
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

    private static Engine load(Libtorch libtorch) {
        checkLibraries();
        try {
            return Engine.getEngine(NAME);
        } catch (EngineException | UnsatisfiedLinkError e) {
            throw new DeviceException(unloadable(libtorch, rootMessage(e)), e);
        }
    }

    /** What a loader's message means. */
    static String unloadable(Libtorch libtorch, String message) {
        if (message.contains("libcuda.so") || message.contains("nvcuda.dll")) {
            return "the NVIDIA driver is missing, which the libtorch at " + libtorch.description() + ", needs ("
                    + message + "); install it, or unset PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR to compute on the CPU";
        }
        return "libtorch cannot be loaded (" + message + "); run \"virnuc doctor\", or set PYTORCH_LIBRARY_PATH to "
                + "the lib folder of an installed libtorch";
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
