package org.virnuc.models.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
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
    private final EncoderOptions options;
    private final boolean plain;
    private final List<String> devices;
    private final Precision precision;
    private final String precisionReason;
    private final ElementType type;
    private final Path cacheDir;

    private EncoderRuntime(
            EncoderOptions options,
            boolean plain,
            List<String> devices,
            Precision precision,
            String precisionReason,
            ElementType type,
            Path cacheDir) {
        this.options = options;
        this.plain = plain;
        this.devices = devices;
        this.precision = precision;
        this.precisionReason = precisionReason;
        this.type = type;
        this.cacheDir = cacheDir;
    }

    /**
     * Looks at the machine; starts the engine only to measure a CPU that was not measured yet, where something depends on it.
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
        return new EncoderRuntime(options, plain, devices, precision, reason[0], type(precision, cacheDir), cacheDir);
    }

    /** Never {@code AUTO}. */
    public Precision precision() {
        return precision;
    }

    /** Why that precision, for people. */
    public String precisionReason() {
        return precisionReason;
    }

    /** How many batches are computed at once, and why, for people. Measures a CPU that was not measured yet. */
    public String lanesReason() {
        if (!onCpu()) {
            return "one a GPU";
        }
        int small = lanes(1);
        int large = lanes(CpuLanes.WIDE);
        String why = " (" + (options.threads() > 0 ? "asked for" : "measured, of cores that may be used") + ": "
                + threads() + ")";
        return small == large
                ? arrangement(small) + why
                : arrangement(small) + ", for models of " + CpuLanes.WIDE + " or wider " + arrangement(large) + why;
    }

    private String arrangement(int lanes) {
        int each = threads() / lanes;
        return lanes + " of " + each + (each == 1 ? " thread" : " threads") + " each";
    }

    /**
     * Threads that share each operator of an encoder on the CPU. With more than one the last digits of its vectors may be others.
     *
     * @param dimension the length of its vectors
     */
    public int operatorThreads(int dimension) {
        return onCpu() ? threads() / lanes(dimension) : 1;
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
     * Loads an encoder's archive: once per GPU; on the CPU once for all lanes. A GPU that fails is left out as long as another is
     * there, and {@link SequenceEncoder#unusedDevices} names it.
     *
     * @throws org.virnuc.models.DeviceException where no device can load it
     */
    public SequenceEncoder encoder(Path archive, Tokenizer tokenizer, int dimension, EncoderInfo info) {
        BatchSizes usual = onCpu() ? BatchSizes.CPU : BatchSizes.GPU;
        int most = options.batchTokens() > 0 ? options.batchTokens() : usual.most();
        int lanes = lanes(dimension);
        LoadedDevices loaded = LoadedDevices.of(devices, lanes, most, device -> open(archive, device));
        BatchSizes sizes = new BatchSizes(loaded.batchTokens(), usual.least());
        int helpers = onCpu() ? 0 : Math.max(1, threads() - devices.size());
        int threadsEach = onCpu() ? threads() / lanes : 1;
        BatchedEncoder.Limits limits =
                new BatchedEncoder.Limits(sizes, helpers, () -> JniUtils.setNumThreads(threadsEach));
        return new BatchedEncoder(tokenizer, loaded, dimension, limits, info.on(loaded.names()));
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

    /** As measured; those who say how many threads get a lane for each, so that nothing depends on a measurement. */
    private int lanes(int dimension) {
        if (!onCpu() || plain) {
            return 1;
        }
        return options.threads() > 0
                ? Math.min(threads(), LaneProbe.MOST_LANES)
                : CpuProbe.speed(cacheDir).lanes().of(dimension);
    }

    private boolean onCpu() {
        return devices.get(0).equals(Devices.CPU);
    }
}
