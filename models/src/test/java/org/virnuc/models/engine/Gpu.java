package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.TestFiles;
import org.virnuc.models.nvidia.NvidiaDriver;

/**
 * The GPUs of this machine, for tests tagged {@code gpu}. Where one is missing, every method here fails with the message that a
 * user would read, and so does every test that calls one.
 */
public final class Gpu {
    /** The GPU that tests run on which need no more than one. */
    public static final String FIRST = "cuda:0";

    private Gpu() {}

    /**
     * Options for encoders on the first GPU alone.
     *
     * @throws org.virnuc.models.DeviceException where there is none
     */
    public static EncoderOptions options(Precision precision, int batchTokens) {
        return options(1, precision, batchTokens);
    }

    /**
     * Options for encoders on the first GPUs.
     *
     * @throws org.virnuc.models.DeviceException naming the first that is not there
     */
    public static EncoderOptions options(int gpus, Precision precision, int batchTokens) {
        List<Integer> numbers = IntStream.range(0, gpus).boxed().toList();
        DeviceChoice choice = new DeviceChoice(DeviceChoice.Kind.CUDA, numbers);
        assertThat(Devices.resolve(choice, TestFiles.CACHE)).hasSize(gpus);
        return new EncoderOptions(choice, precision, batchTokens, 2);
    }

    /** Loads an archive onto the first GPU. */
    static ArchiveSession open(Path archive) {
        options(Precision.FP32, 0);
        NativeEngine.start(TestFiles.CACHE, false);
        return ArchiveSession.open(archive, FIRST);
    }

    /** Bytes of the first GPU that no process holds. */
    static long freeBytes() {
        options(Precision.FP32, 0);
        return NvidiaDriver.freeBytes(0);
    }

    /** What the driver itself says of each GPU, one line a GPU. */
    static List<String> driver(String field) throws IOException {
        options(Precision.FP32, 0);
        Process process = new ProcessBuilder("nvidia-smi", "--query-gpu=" + field, "--format=csv,noheader")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .toList();
    }
}
