package org.virnuc.pipeline.flow;

import java.util.function.BiFunction;
import org.virnuc.engine.Artifact;
import org.virnuc.pipeline.stages.FeatureShards;
import org.virnuc.pipeline.stages.FrameRows;
import org.virnuc.pipeline.stages.ScoredChunks;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;

/**
 * The scores of all chunks between prediction and consensus.
 *
 * @param chunked records, their chunks, and the frames of each chunk
 * @param frames all frames with their letters
 * @param features vectors of all frames by both encoders
 * @param byFrames every chunk with the scores of its frames
 * @param all the scores that consensus reads: those of frames and those that optional steps added
 */
public record ScoredArtifacts(
        Artifact<ChunkedFrames> chunked,
        Artifact<FrameRows> frames,
        Artifact<FeatureShards> features,
        Artifact<ScoredChunks> byFrames,
        Artifact<ScoredChunks> all) {

    /** Creates the result of prediction, with the scores of frames only. */
    ScoredArtifacts(
            Artifact<ChunkedFrames> chunked,
            Artifact<FrameRows> frames,
            Artifact<FeatureShards> features,
            Artifact<ScoredChunks> byFrames) {
        this(chunked, frames, features, byFrames, byFrames);
    }

    /** Replaces the scores of frames. A step that does so must run before steps that add scores. */
    ScoredArtifacts by(Artifact<ScoredChunks> others) {
        return new ScoredArtifacts(chunked, frames, features, others);
    }

    /** Adds further scores to those of frames. */
    <T> ScoredArtifacts adding(Artifact<T> more, BiFunction<ScoredChunks, T, ScoredChunks> join) {
        return new ScoredArtifacts(chunked, frames, features, byFrames, all.with(more, join));
    }
}
