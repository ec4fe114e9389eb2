package org.virnuc.pipeline.flow;

import java.util.function.BiFunction;
import org.virnuc.engine.Artifact;
import org.virnuc.pipeline.stages.FrameRows;
import org.virnuc.pipeline.stages.ScoredChunks;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;

/**
 * What a run knows of its chunks between prediction and consensus.
 *
 * @param chunked records, their chunks, and which frames those have
 * @param frames all frames with their letters
 * @param byFrames every chunk with the scores of its frames
 * @param all those scores, and what steps have added to them: what consensus reads
 */
public record Scored(
        Artifact<ChunkedFrames> chunked,
        Artifact<FrameRows> frames,
        Artifact<ScoredChunks> byFrames,
        Artifact<ScoredChunks> all) {

    /** Chunks with the scores of their frames and nothing else. */
    Scored(Artifact<ChunkedFrames> chunked, Artifact<FrameRows> frames, Artifact<ScoredChunks> byFrames) {
        this(chunked, frames, byFrames, byFrames);
    }

    /** Chunks whose frames have scores of another origin; the step that gives them stands before those that add something. */
    Scored by(Artifact<ScoredChunks> others) {
        return new Scored(chunked, frames, others);
    }

    /** Chunks with more than the scores of their frames. */
    <T> Scored adding(Artifact<T> more, BiFunction<ScoredChunks, T, ScoredChunks> join) {
        return new Scored(chunked, frames, byFrames, all.with(more, join));
    }
}
