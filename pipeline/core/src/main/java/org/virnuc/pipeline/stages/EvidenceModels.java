package org.virnuc.pipeline.stages;

import java.util.function.Supplier;
import org.virnuc.models.FrameClassifier;

/**
 * The models that speak of a chunk in a step of their own. Encoders and heads are opened only if there is something to
 * read.
 *
 * @param frames encoders and head, which score stretches as they score frames
 * @param dnaHead opens the head that scores the DNA vector of a whole chunk
 * @param widths the lengths of the encoders' vectors
 */
public record EvidenceModels(FrameModels frames, Supplier<FrameClassifier> dnaHead, Widths widths) {

    /** The lengths of the vectors of both encoders. */
    public record Widths(int dna, int protein) {
        int both() {
            return dna + protein;
        }
    }
}
