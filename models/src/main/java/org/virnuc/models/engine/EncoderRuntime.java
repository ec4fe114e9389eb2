package org.virnuc.models.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.GraphTarget.BackEnd;

/** What the options of a run come to on this machine: devices, precision, back end, lanes, batch size. */
public final class EncoderRuntime {
    /** Lanes of one thread each keep all cores busy without waiting for each other; each needs memory for a batch. */
    private static final int MOST_LANES = 16;

    private final EncoderOptions options;
    private final boolean plain;
    private final List<String> devices;
    private final Precision precision;
    private final String precisionReason;
    private final ElementType type;

    private EncoderRuntime(
            EncoderOptions options,
            boolean plain,
            List<String> devices,
            Precision precision,
            String precisionReason,
            ElementType type) {
        this.options = options;
        this.plain = plain;
        this.devices = devices;
        this.precision = precision;
        this.precisionReason = precisionReason;
        this.type = type;
    }

    /**
     * Looks at the machine; starts the engine only where {@code auto} on a CPU that was not measured yet is to be resolved.
     *
     * @param plain to leave out what VirNuc does for speed: the plain back end, one lane
     * @param cacheDir VirNuc's cache, where the CPU's speed is kept
     * @throws org.virnuc.models.DeviceException where a device is not there, or cannot compute in the precision
     */
    public static EncoderRuntime of(EncoderOptions options, boolean plain, Path cacheDir) {
        NativeEngine.configure(cacheDir);
        List<String> devices = Devices.resolve(options.device());
        String[] reason = {options.precision() == Precision.AUTO ? "what this GPU is built for" : "asked for"};
        Precision precision = Devices.precision(options.precision(), devices.get(0), () -> {
            CpuSpeed speed = CpuProbe.speed(cacheDir);
            reason[0] = speed.reason();
            return speed;
        });
        return new EncoderRuntime(options, plain, devices, precision, reason[0], type(precision, cacheDir));
    }

    /** Never {@code AUTO}. */
    public Precision precision() {
        return precision;
    }

    /** Why that precision, for people. */
    public String precisionReason() {
        return precisionReason;
    }

    /** How many batches are computed at once, and why, for people. */
    public String lanesReason() {
        if (!onCpu()) {
            return "one a GPU";
        }
        int each = threads() / lanes();
        return lanes() + " of " + each + (each == 1 ? " thread" : " threads") + " each ("
                + (options.threads() > 0 ? "asked for" : "cores that may be used") + ": " + threads() + ")";
    }

    /** The devices by name, with commas between. */
    public String deviceNames() {
        return String.join(",", devices);
    }

    /** What encoder graphs are to be generated for. */
    public GraphTarget target() {
        return new GraphTarget(type, backEnd());
    }

    /** In int8 everything but the linear layers is in what this CPU is fast at. */
    private static ElementType type(Precision precision, Path cacheDir) {
        return switch (precision) {
            case BF16 -> ElementType.BF16;
            case FP16 -> ElementType.F16;
            case INT8 -> type(CpuProbe.speed(cacheDir).best(), cacheDir);
            default -> ElementType.F32;
        };
    }

    private BackEnd backEnd() {
        if (precision == Precision.INT8) {
            return BackEnd.INT8;
        }
        return onCpu() && !plain && CpuFeatures.hasOneDnn() ? BackEnd.ONEDNN : BackEnd.PLAIN;
    }

    /**
     * Loads an encoder's archive: once per GPU; on the CPU once for all lanes.
     *
     * @throws org.virnuc.models.DeviceException where a device fails
     */
    public SequenceEncoder encoder(Path archive, Tokenizer tokenizer, int dimension, EncoderInfo info) {
        List<EncoderDevice> loaded = new ArrayList<>();
        try {
            BatchSizes usual = onCpu() ? BatchSizes.CPU : BatchSizes.GPU;
            int budget = options.batchTokens() > 0 ? options.batchTokens() : usual.most();
            for (String device : devices) {
                ArchiveSession session = open(archive, device);
                loaded.add(new EncoderDevice(session, lanes()));
                budget = onCpu() ? budget : Math.min(budget, TokenBudget.measure(session, budget));
            }
            BatchSizes sizes = new BatchSizes(budget, usual.least());
            int helpers = onCpu() ? 0 : Math.max(1, threads() - devices.size());
            int threadsEach = onCpu() ? threads() / lanes() : 1;
            BatchedEncoder.Limits limits =
                    new BatchedEncoder.Limits(sizes, helpers, () -> JniUtils.setNumThreads(threadsEach));
            return new BatchedEncoder(tokenizer, loaded, dimension, limits, info);
        } catch (RuntimeException e) {
            loaded.forEach(device -> device.session.close());
            throw e;
        }
    }

    /** Begins to load the native engine. */
    public EngineWarmUp warmUp() {
        if (onCpu()) {
            NativeEngine.stayOffline();
        }
        return EngineWarmUp.begin();
    }

    /** Loads a head's archive on the CPU: it is too small to be worth a GPU. */
    public FrameClassifier classifier(Path archive, int features) {
        return new ArchiveClassifier(open(archive, Devices.CPU), features);
    }

    /** Loads on this thread, whose operators, such as reordering weights, then use no more threads than they may. */
    private ArchiveSession open(Path archive, String device) {
        if (onCpu()) {
            NativeEngine.stayOffline();
        }
        NativeEngine.engine();
        JniUtils.setNumThreads(threads());
        return ArchiveSession.open(archive, device);
    }

    /** CPU threads; what Java calls available honours the quota of a container, which libtorch's own default does not. */
    private int threads() {
        return options.threads() > 0 ? options.threads() : Runtime.getRuntime().availableProcessors();
    }

    private int lanes() {
        return !onCpu() || plain ? 1 : Math.min(threads(), MOST_LANES);
    }

    private boolean onCpu() {
        return devices.get(0).equals(Devices.CPU);
    }
}
