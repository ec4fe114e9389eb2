package org.virnuc.pipeline;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.virnuc.calling.ResultOptions;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.run.ModelChoice;
import org.virnuc.pipeline.run.PipelineRun;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.TelemetrySink;

/** {@link PipelineRun} with real models, on the CPU in fp32 unless something else is asked for. */
public final class RealRun {
    /** Kept between the tests of a build, so that libtorch is unpacked and weights are converted once. */
    public static final Path CACHE = Path.of("target", "virnuc-cache");

    private ModelChoice model = ModelChoice.DEFAULT;
    private Optional<Integer> length = Optional.empty();
    private TelemetrySink watcher = event -> {};
    private DeviceChoice device = DeviceChoice.CPU;
    private Precision precision = Precision.FP32;
    private boolean force;
    private boolean clean;
    private int threads;
    private int batchTokens;
    private ResultOptions answers = ResultOptions.DEFAULT.from(0);

    /** The small random models of the golden files. */
    static RealRun golden(int length) {
        return golden(
                length,
                new ModelChoice(
                        "golden",
                        Optional.of(resource("/golden/dnaberts")),
                        Optional.of(resource("/golden/esm2/hf")),
                        Optional.of(resource("/golden/head/tiny_model.safetensors"))));
    }

    /** The same models in layouts of the caller's choice. */
    static RealRun golden(int length, ModelChoice layouts) {
        RealRun run = new RealRun();
        run.model = layouts;
        run.length = Optional.of(length);
        return run;
    }

    /** The embedded model. */
    static RealRun mini() {
        return new RealRun();
    }

    RealRun on(DeviceChoice devices) {
        device = devices;
        return this;
    }

    RealRun precision(Precision lower) {
        precision = lower;
        return this;
    }

    RealRun force() {
        force = true;
        return this;
    }

    RealRun writing(ResultOptions options) {
        answers = options;
        return this;
    }

    RealRun threads(int count) {
        threads = count;
        return this;
    }

    RealRun batchTokens(int most) {
        batchTokens = most;
        return this;
    }

    RealRun clean() {
        clean = true;
        return this;
    }

    RealRun watchedBy(TelemetrySink sink) {
        watcher = TelemetrySink.immediately(sink);
        return this;
    }

    RunResult run(Path input, Path directory) throws IOException, InterruptedException {
        RunRequest request = RunRequest.of(input)
                .into(directory)
                .length(length)
                .model(model)
                .encoders(new EncoderOptions(device, precision, batchTokens, threads))
                .force(force)
                .clean(clean)
                .results(answers)
                .listener(watcher)
                .build();
        RunInfo info = new RunInfo("run-of-test", "virnuc predict", "test", Map.of());
        return new PipelineRun(RunContext.of(info, new ModelStore(CACHE))).run(request);
    }

    static Path resource(String name) {
        URL url = Objects.requireNonNull(RealRun.class.getResource(name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
