package org.virnuc.models.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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

/** What the options of a run come to on this machine: devices, precision, back end, workers, batch size. */
public final class EncoderRuntime {
    /** Workers of one thread each keep all cores busy without waiting for each other; each needs memory for a batch. */
    private static final int MOST_WORKERS = 16;

    /** Tokens of a batch whose activations stay in the cache of a core. */
    private static final int CPU_BATCH = 1024;

    private static final int GPU_BATCH = 65_536;

    private final EncoderOptions options;
    private final boolean plain;
    private final List<String> devices;
    private final Precision precision;

    private EncoderRuntime(EncoderOptions options, boolean plain, List<String> devices, Precision precision) {
        this.options = options;
        this.plain = plain;
        this.devices = devices;
        this.precision = precision;
    }

    /**
     * Looks at the machine; starts no engine.
     *
     * @param plain to leave out what VirNuc does for speed: the plain back end, one worker
     * @throws org.virnuc.models.DeviceException where a device is not there, or cannot compute in the precision
     */
    public static EncoderRuntime of(EncoderOptions options, boolean plain) {
        List<String> devices = Devices.resolve(options.device());
        return new EncoderRuntime(options, plain, devices, Devices.precision(options.precision(), devices.get(0)));
    }

    /** Never {@code AUTO}. */
    public Precision precision() {
        return precision;
    }

    /** The devices by name, with commas between. */
    public String deviceNames() {
        return String.join(",", devices);
    }

    /** What encoder graphs are to be generated for. */
    public GraphTarget target() {
        ElementType type =
                switch (precision) {
                    case BF16 -> ElementType.BF16;
                    case FP16 -> ElementType.F16;
                    case INT8 -> CpuFeatures.hasFastBfloat16() ? ElementType.BF16 : ElementType.F32;
                    default -> ElementType.F32;
                };
        return new GraphTarget(type, backEnd());
    }

    private BackEnd backEnd() {
        if (precision == Precision.INT8) {
            return BackEnd.INT8;
        }
        return onCpu() && !plain && CpuFeatures.hasOneDnn() ? BackEnd.ONEDNN : BackEnd.PLAIN;
    }

    /**
     * Loads an encoder's archive: once per GPU; on the CPU once for all workers.
     *
     * @throws org.virnuc.models.DeviceException where a device fails
     */
    public SequenceEncoder encoder(Path archive, Tokenizer tokenizer, int dimension, EncoderInfo info) {
        List<EncoderSession> workers = new ArrayList<>();
        try {
            for (String device : devices) {
                workers.add(open(archive, device));
            }
        } catch (RuntimeException e) {
            workers.forEach(EncoderSession::close);
            throw e;
        }
        int threadsEach = 0;
        if (onCpu()) {
            int threads = options.threads() > 0
                    ? options.threads()
                    : Runtime.getRuntime().availableProcessors();
            int count = plain ? 1 : Math.min(threads, MOST_WORKERS);
            workers = Collections.nCopies(count, workers.get(0));
            threadsEach = threads / count;
        }
        int perThread = threadsEach;
        Runnable threadStart = () -> setThreads(perThread);
        return new BatchedEncoder(
                tokenizer, workers, dimension, new BatchedEncoder.Limits(batchTokens(), threadStart), info);
    }

    /** Loads a head's archive on the CPU: it is too small to be worth a GPU. */
    public FrameClassifier classifier(Path archive, int features) {
        return new ArchiveClassifier(open(archive, Devices.CPU), features);
    }

    private ArchiveSession open(Path archive, String device) {
        if (onCpu()) {
            NativeEngine.stayOffline();
        }
        return ArchiveSession.open(archive, device);
    }

    /** Threads that libtorch uses inside one operator, for the calling thread. */
    private static void setThreads(int threads) {
        if (threads > 0) {
            JniUtils.setNumThreads(threads);
        }
    }

    private boolean onCpu() {
        return devices.get(0).equals(Devices.CPU);
    }

    private int batchTokens() {
        if (options.batchTokens() > 0) {
            return options.batchTokens();
        }
        return onCpu() ? CPU_BATCH : GPU_BATCH;
    }
}
