package org.virnuc.pipeline.stages;

import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.sequences.StretchFinder;

/**
 * The models that judge a chunk.
 *
 * @param evidence encoders and heads
 * @param chunkHead puts together what these say
 */
public record ChunkModels(EvidenceModels evidence, ChunkHead chunkHead) {

    /** The stretches of a chunk that the encoders read. */
    public StretchFinder.Limits limits() {
        ChunkHead.Stretches stretches = chunkHead.stretches();
        return new StretchFinder.Limits(stretches.most(), stretches.leastResidues());
    }
}
