package org.virnuc.training;

import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.training.data.Split;
import org.virnuc.training.head.HeadSettings;

/**
 * A request for a training.
 *
 * @param run names the labelled files, the chunk length, the run directory, devices and costs; its model is not used
 * @param labels a table of labels; empty where headers or folders have them
 * @param dna the DNA encoder, a path or a name
 * @param protein the protein encoder
 * @param start a head whose training is continued; empty for a new one
 * @param output the folder of the pack
 * @param clusters where clusters of relatives come from
 * @param frames which frames are trained on
 * @param licence of the labelled sequences, for the model card; empty where it was not said
 */
public record TrainingRequest(
        RunRequest run,
        Optional<Path> labels,
        Path dna,
        Path protein,
        Optional<Path> start,
        Path output,
        HeadSettings head,
        Split.Fractions fractions,
        ClusterSource clusters,
        FrameChoice frames,
        String licence) {

    /** Where clusters of relatives come from. */
    public enum ClusterSource {
        /** Those of labels where any record has one, otherwise those found by sequence. */
        AUTO,
        /** Those of the labels; each record without one is its own. */
        GIVEN,
        /** Those found by shared 21-mers. */
        FOUND
    }

    /** Checks the fractions. */
    public TrainingRequest {
        double test = fractions.test();
        double validation = fractions.validation();
        if (test <= 0 || validation <= 0 || test + validation > 0.8) {
            throw new UsageException("`testFraction` " + test + " and `validationFraction` " + validation
                    + " are out of range; expected more than 0 each, and together at most 0.8");
        }
    }

    /** The number of bases of a chunk. */
    public int length() {
        return run.length().orElse(500);
    }
}
