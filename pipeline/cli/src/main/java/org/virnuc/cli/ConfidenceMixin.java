package org.virnuc.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.calling.confidence.Selection;
import org.virnuc.engine.UsageException;
import picocli.CommandLine.Option;

/** Options of {@code virnuc predict} about the confidence of calls. */
@Section.Of(Section.CALLS)
final class ConfidenceMixin {
    @Choices.Of(Choices.PRESETS)
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Which records are called virus: default, by the verdict; conservative or sensitive, from a"
                    + " probability of 0.9 or 0.3 on (default: ${DEFAULT-VALUE}).")
    private String preset = "default";

    @Option(
            names = "--max-fdr",
            paramLabel = "SHARE",
            description = "Call as many records virus as go with this expected share of false ones, such as 0.05.")
    private @Nullable Double maxFdr;

    @Option(
            names = "--prevalence",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "The share of viral records to expect in the input; probabilities are for it"
                    + " (default: ${DEFAULT-VALUE}).")
    private double prevalence = ConfidenceOptions.EVEN;

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "Probabilities by a calibration of your own, made with \"virnuc calibrate\""
                    + " (default: the model's, where it has one).")
    private @Nullable Path calibration;

    @Choices.Of(Choices.FALLBACKS)
    @Option(
            names = "--fallback",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "What calls rest on beyond open frames: chunk-head judges all chunks, with an open frame or"
                    + " without, by everything the model says of them; none leaves chunks without an open frame"
                    + " without a score, as VirNucPro does; stretches scores their longest stop-free stretches; dna"
                    + " scores them from their DNA alone, marked dna-only; stretches,dna does both; auto is chunk-head"
                    + " where the model has one, as the embedded model does, else none"
                    + " (default: ${DEFAULT-VALUE}).")
    private String fallback = "auto";

    @Option(
            names = "--refine",
            fallbackValue = "true",
            description = "Look at the boundaries of viral regions with windows half a chunk beside the chunks.")
    private boolean refine;

    /** The requested confidence options. */
    ConfidenceOptions options() {
        try {
            OptionalDouble most = maxFdr == null ? OptionalDouble.empty() : OptionalDouble.of(maxFdr);
            return new ConfidenceOptions(
                    Optional.ofNullable(calibration),
                    Selection.parse(preset, most),
                    prevalence,
                    Fallback.of(fallback),
                    refine);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }
}
