package org.virnuc.pipeline.run;

import java.util.Optional;
import java.util.TreeSet;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.engine.UsageException;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.flow.Cascade;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.flow.StepModels;

/**
 * The small model of a run with a cascade, and the cascade's options.
 *
 * @param options options of the cascade
 * @param small the model that screens: the embedded one
 */
public record CascadePlan(CascadeOptions options, ModelPack small) {
    static final String SMALL = "virnuc-mini";

    /**
     * Resolves the cascade of a request. Empty if none was requested.
     *
     * @param big the requested model
     * @throws UsageException if the requested model is the small model itself, if the small model was not trained for
     *     {@code length}, or if an option needs a single model
     */
    public static Optional<CascadePlan> of(RunRequest config, ModelStore store, ModelPack big, int length) {
        if (config.model().cascade().isEmpty()) {
            return Optional.empty();
        }
        ModelPack small = store.pack(SMALL);
        if (same(small, big)) {
            throw new UsageException("`cascade` lets " + SMALL + " screen for a bigger model, and the model is " + SMALL
                    + " itself; name a bigger one with `model`, or its three parts");
        }
        if (!small.trainedLengths().contains(length) && !config.allowLengthMismatch()) {
            throw new UsageException("`cascade` with chunks of " + length + " bases: " + SMALL
                    + ", which screens, was trained for "
                    + new TreeSet<>(small.trainedLengths()) + " bases; give one of them with `length`, leave `cascade`"
                    + " out, or insist with `allowLengthMismatch`");
        }
        checkProbabilities(config.results().confidence());
        return Optional.of(new CascadePlan(config.model().cascade().get(), small));
    }

    /** Rejects probabilities, because a calibration belongs to a single model. */
    private static void checkProbabilities(ConfidenceOptions confidence) {
        String asked = "";
        if (confidence.calibration().isPresent()) {
            asked = "`calibration`";
        } else if (confidence.selection().byProbability()) {
            asked = confidence.selection().words();
        } else if (confidence.prevalence() != ConfidenceOptions.EVEN) {
            asked = "`prevalence` " + confidence.prevalence();
        }
        if (!asked.isEmpty()) {
            throw new UsageException(
                    asked + " is about probabilities, which belong to one model, and `cascade` gives scores of two;"
                            + " leave one of them out");
        }
    }

    private static boolean same(ModelPack one, ModelPack other) {
        return one.dna().sha256().equals(other.dna().sha256())
                && one.protein().sha256().equals(other.protein().sha256())
                && one.head().sha256().equals(other.head().sha256());
    }

    /** The stages of the run. */
    Stages stages(int length, StepModels models, ModelPack big, ResultOptions results) {
        return Cascade.stages(length, models, small, big, results, options);
    }
}
