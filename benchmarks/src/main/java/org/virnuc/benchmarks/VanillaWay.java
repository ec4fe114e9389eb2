package org.virnuc.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnuc.calling.AnswerOptions;
import org.virnuc.cli.ExitCode;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.run.PipelineConfig;
import org.virnuc.pipeline.run.PipelineConfig.ModelChoice;
import org.virnuc.pipeline.run.PipelineRun;
import org.virnuc.pipeline.run.ReadOptions;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.TelemetryTier;

/**
 * The baseline: the same nine stages through the same engine as VirNucPro runs its encoders, one sequence a call, in fp32,
 * plain linear layers, every core on one call. Arguments: a FASTA file, the run directory, the cache folder.
 */
public final class VanillaWay {
    private static final int ONE_SEQUENCE = 1;
    private static final int EVERY_CORE = 0;

    private VanillaWay() {}

    public static void main(String[] arguments) {
        PipelineConfig config = new PipelineConfig(
                List.of(Path.of(arguments[0])),
                Optional.of(Path.of(arguments[1])),
                Optional.empty(),
                false,
                new ModelChoice("virnuc-mini", Optional.empty(), Optional.empty(), Optional.empty()),
                new EncoderOptions(DeviceChoice.CPU, Precision.FP32, ONE_SEQUENCE, EVERY_CORE),
                TelemetryTier.SUMMARY,
                Optional.empty(),
                false,
                false,
                false,
                AnswerOptions.DEFAULT,
                ReadOptions.NONE);
        RunInfo info = new RunInfo("vanilla", "vanilla way", "benchmark", Map.of());
        try {
            new PipelineRun(config, ModelStore.vanilla(Path.of(arguments[2])), info, List.of())
                    .run(InputStream.nullInputStream(), directory -> {});
        } catch (IOException | InterruptedException | RuntimeException e) {
            System.err.println("vanilla way: " + ExitCode.message(e));
            System.exit(ExitCode.of(e).number());
        }
        System.exit(0);
    }
}
