package org.virnuc.pipeline.stages;

import java.util.function.Supplier;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.sequences.StretchFinder;

/**
 * The models that judge a chunk in a step of their own. Encoders and heads are opened only if there is something to
 * judge.
 *
 * @param frames encoders and head, which score stretches as they score frames
 * @param dnaHead opens the head that scores the DNA vector of a whole chunk
 * @param chunkHead puts together what these say
 * @param widths the lengths of the encoders' vectors
 */
public record ChunkModels(FrameModels frames, Supplier<FrameClassifier> dnaHead, ChunkHead chunkHead, Widths widths) {

    /** The stretches of a chunk that the encoders read. */
    public StretchFinder.Limits limits() {
        ChunkHead.Stretches stretches = chunkHead.stretches();
        return new StretchFinder.Limits(stretches.most(), stretches.leastResidues());
    }

    /** The lengths of the vectors of both encoders. */
    public record Widths(int dna, int protein) {
        int both() {
            return dna + protein;
        }
    }
}
