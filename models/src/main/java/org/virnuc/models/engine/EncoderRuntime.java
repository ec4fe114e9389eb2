package org.virnuc.models.engine;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.engine.NativeRuntime.Loading;

/** Loads encoders and heads on this machine, as an execution profile says. */
public final class EncoderRuntime {
    private final ExecutionProfile profile;
    private final Path cacheDir;

    /**
     * Creates a runtime; loads nothing yet.
     *
     * @param cacheDir VirNuc's cache, where native libraries are unpacked
     * @throws org.virnuc.models.DeviceException if the profile was resolved on another kind of machine
     */
    public EncoderRuntime(ExecutionProfile profile, Path cacheDir) {
        this.profile = profile;
        this.cacheDir = cacheDir;
        profile.requireThisMachine();
    }

    /**
     * Loads an encoder's archive once per GPU, or once for all lanes of the CPU. A GPU that fails is left out as long
     * as another works; {@link SequenceEncoder#unusedDevices} names it.
     *
     * @throws org.virnuc.models.DeviceException if no device can load the archive
     */
    public SequenceEncoder encoder(Path archive, Tokenizer tokenizer, int dimension, EncoderInfo info) {
        boolean onCpu = profile.onCpu();
        BatchSizes usual = onCpu ? BatchSizes.CPU : BatchSizes.GPU;
        int most = profile.batchTokens() > 0 ? profile.batchTokens() : usual.most();
        LoadedDevices loaded =
                LoadedDevices.of(profile.devices(), profile.lanes(dimension), most, device -> open(archive, device));
        BatchSizes sizes = new BatchSizes(loaded.batchTokens(), usual.least());
        int helpers =
                onCpu ? 0 : Math.max(1, profile.threads() - profile.devices().size());
        int threadsEach = profile.operatorThreads(dimension);
        BatchedEncoder.Limits limits =
                new BatchedEncoder.Limits(sizes, helpers, () -> JniUtils.setNumThreads(threadsEach));
        return new BatchedEncoder(tokenizer, loaded, dimension, limits, info.on(loaded.names()));
    }

    /** Loads a native component other than an archive, such as a tokenizer. */
    public <T> T loading(Loading<T, IOException> loading) throws IOException {
        return NativeRuntime.loading(cacheDir, profile.onCpu(), loading);
    }

    /** Starts loading the native engine in the background. */
    public EngineWarmUp warmUp() {
        return EngineWarmUp.begin(this::engine);
    }

    /** Loads a head's archive on the CPU; a head is too small to be worth a GPU. */
    public FrameClassifier classifier(Path archive, int features) {
        return new ArchiveClassifier(open(archive, Devices.CPU), features);
    }

    /** Loads in the current thread, whose operators, such as reordering of weights, then keep to its thread limit. */
    private ArchiveSession open(Path archive, String device) {
        engine();
        JniUtils.setNumThreads(profile.threads());
        return ArchiveSession.open(archive, device);
    }

    /** The engine. Downloads are forbidden if only the CPU is used, because its libraries come with VirNuc. */
    private Engine engine() {
        return NativeEngine.start(cacheDir, profile.onCpu());
    }
}
