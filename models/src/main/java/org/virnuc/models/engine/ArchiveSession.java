package org.virnuc.models.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.virnuc.models.DeviceException;
import org.virnuc.models.DeviceMemoryException;
import org.virnuc.models.ModelException;
import org.virnuc.models.nvidia.NvidiaDriver;

/**
 * A TorchScript archive loaded on one device: one tensor in, one fp32 tensor out. Every call frees the native memory it
 * has allocated.
 */
final class ArchiveSession implements EncoderSession {
    private static final String CUDA = "CUDA";

    /** DJL's switch for a CUDA stream of its own for each call, which nothing waits for: results could be read too early. */
    static final String STREAMS = "ai.djl.pytorch.enable_cuda_stream";

    private final String device;
    private final Model model;
    private final Block block;

    /** A model that is loaded; it computes on the device, or every batch fails. */
    ArchiveSession(String device, Model model) {
        this.device = device;
        this.model = model;
        this.block = model.getBlock();
    }

    /**
     * Loads an archive; the engine must be running.
     *
     * @throws ModelException if the file is not a TorchScript archive
     * @throws DeviceException if the device is missing, fails, does not have enough memory, or would not compute on its
     *     default stream
     */
    static ArchiveSession open(Path archive, String device) {
        if (!device.equals(Devices.CPU) && Boolean.getBoolean(STREAMS)) {
            throw new DeviceException(device + " would compute on streams that nothing waits for, and results could be"
                    + " wrong; leave out the system property " + STREAMS);
        }
        Engine engine = NativeEngine.running();
        Device target =
                Device.fromName(device.equals(Devices.CPU) ? "cpu" : "gpu" + device.substring(device.indexOf(':') + 1));
        if (target.isGpu() && !engine.hasCapability(CUDA)) {
            throw new DeviceException(device + " was asked for, but libtorch " + engine.getVersion() + " ("
                    + NativeEngine.loaded() + ") cannot compute on it; \"virnuc doctor\" says what is missing");
        }
        Model model = engine.newModel("virnuc", target);
        try {
            Path name = archive.getFileName();
            model.load(archive.toAbsolutePath().getParent(), String.valueOf(name), Map.of("mapLocation", "true"));
            return new ArchiveSession(device, model);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw loadFailure(archive, device, e);
        }
    }

    /**
     * The exception for a failed load: a device error, which another device need not share, or an error of the file.
     */
    static RuntimeException loadFailure(Path archive, String device, Exception cause) {
        String whole = NativeEngine.rootMessage(cause);
        String reason = NativeEngine.reason(cause);
        if (isOutOfMemory(cause, reason)) {
            return new DeviceMemoryException(
                    device + " has no room for the model: " + reason + "; choose a lower precision", cause);
        }
        if (!device.equals(Devices.CPU) && whole.toLowerCase(Locale.ROOT).contains("cuda")) {
            return new DeviceException(device + " failed while the model was loaded: " + reason, cause);
        }
        return new ModelException(
                "converted model " + archive + " cannot be loaded: " + reason
                        + "; delete it, and it will be converted again",
                cause);
    }

    @Override
    public float[] run(long[] ids, int rows, int length) {
        return run(rows + " x " + length + " tokens", manager -> manager.create(ids, new Shape(rows, length)));
    }

    /**
     * Runs rows of features, row-major {@code [rows, width]} float32. The direct buffer must not change during the
     * call.
     */
    float[] run(ByteBuffer features, int rows, int width) {
        return run(
                rows + " x " + width + " features",
                manager -> manager.create(features, new Shape(rows, width), DataType.FLOAT32));
    }

    private float[] run(String what, Function<NDManager, NDArray> input) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDList list = new NDList(input.apply(manager));
            NDArray result = block.forward(new ParameterStore(manager, false), list, false)
                    .singletonOrThrow();
            requireComputed(result.getDevice(), what);
            return result.toFloatArray();
        } catch (EngineException | OutOfMemoryError e) {
            String reason = NativeEngine.reason(e);
            if (isOutOfMemory(e, reason)) {
                throw new DeviceMemoryException(
                        device + " is out of memory on a batch of " + what + ": " + reason
                                + "; choose a smaller `batchTokens` or a lower precision",
                        e);
            }
            throw new DeviceException(device + " failed on a batch of " + what + ": " + reason, e);
        }
    }

    /** A device that was asked for computes, or the run ends: never another in its place. */
    private void requireComputed(Device computed, String what) {
        if (computed.isGpu() == device.equals(Devices.CPU)
                || (computed.isGpu() && computed.getDeviceId() != Devices.number(device))) {
            throw new DeviceException(device + " was asked for, but a batch of " + what + " was computed on " + computed
                    + "; \"virnuc doctor\" says what libtorch finds");
        }
    }

    /**
     * CUDA says "out of memory"; libtorch on a CPU says "not enough memory" or "can't allocate memory"; C++ says
     * "bad_alloc".
     */
    static boolean isOutOfMemory(Throwable error, String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        return error instanceof OutOfMemoryError
                || text.contains("out of memory")
                || text.contains("not enough memory")
                || text.contains("can't allocate memory")
                || text.contains("bad_alloc");
    }

    @Override
    public long freeBytes() {
        if (!model.getNDManager().getDevice().isGpu()) {
            return -1;
        }
        return NvidiaDriver.freeBytes(Devices.number(device));
    }

    @Override
    public void release() {
        if (model.getNDManager().getDevice().isGpu()) {
            JniUtils.emptyCudaCache();
        }
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public void close() {
        model.close();
    }
}
