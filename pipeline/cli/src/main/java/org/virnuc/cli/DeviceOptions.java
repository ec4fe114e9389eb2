package org.virnuc.cli;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import picocli.CommandLine.Option;

/** Options about the devices and precision of the encoders. */
@Section.Of(Section.COMPUTE)
final class DeviceOptions {
    @Choices.Of(Choices.DEVICES)
    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, cpu or cuda (default: ${DEFAULT-VALUE}).")
    private String device = "auto";

    @Option(
            names = "--gpus",
            paramLabel = "LIST",
            description = "Numbers of GPUs, as in 0,1; implies cuda. A GPU that is not there is an error.")
    private @Nullable String gpus;

    @Choices.Of(Choices.PRECISIONS)
    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, fp32, bf16, fp16 or int8 (default: ${DEFAULT-VALUE}, fp32 or bf16 by what is faster).")
    private String precision = "auto";

    @Choices.Of(Choices.BATCH_TOKENS)
    @Option(
            names = "--batch-tokens",
            paramLabel = "N|auto",
            defaultValue = "auto",
            description = "Most tokens of a batch (default: ${DEFAULT-VALUE}).")
    private String batchTokens = "auto";

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            defaultValue = "0",
            description = "CPU threads; 0 is all cores (default: ${DEFAULT-VALUE}).")
    private int threads;

    /** The requested encoder options. */
    EncoderOptions encoders() {
        try {
            return new EncoderOptions(
                    DeviceChoice.parse(device.toLowerCase(Locale.ROOT), Optional.ofNullable(gpus)),
                    Precision.of(precision.toLowerCase(Locale.ROOT)),
                    batchTokens.equals("auto") ? 0 : Integer.parseInt(batchTokens),
                    threads);
        } catch (NumberFormatException e) {
            throw new UsageException("--batch-tokens " + batchTokens + " is neither a number nor auto", e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }
}
