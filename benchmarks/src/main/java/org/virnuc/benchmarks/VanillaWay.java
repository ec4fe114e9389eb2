package org.virnuc.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.cli.ExitCode;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.run.PipelineRun;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.telemetry.RunInfo;

/**
 * The baseline: the same nine stages through the same engine as VirNucPro runs its encoders, one sequence a call, in fp32,
 * plain linear layers, every core on one call. Arguments: a FASTA file, the run directory, the cache folder.
 */
public final class VanillaWay {
    private static final int ONE_SEQUENCE = 1;
    private static final int EVERY_CORE = 0;

    private VanillaWay() {}

    public static void main(String[] arguments) {
        RunRequest request = RunRequest.of(Path.of(arguments[0]))
                .into(Path.of(arguments[1]))
                .encoders(new EncoderOptions(DeviceChoice.CPU, Precision.FP32, ONE_SEQUENCE, EVERY_CORE))
                .build();
        RunInfo info = RunInfo.of("vanilla").command("vanilla way").version("benchmark");
        try {
            new PipelineRun(RunContext.of(info, ModelStore.vanilla(Path.of(arguments[2])))).run(request);
        } catch (IOException | InterruptedException | RuntimeException e) {
            System.err.println("vanilla way: " + ExitCode.message(e));
            System.exit(ExitCode.of(e).number());
        }
        System.exit(0);
    }
}
