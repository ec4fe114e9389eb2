package org.virnuc.pipeline.stages;

import java.util.Optional;

/**
 * Everything that consensus counts: records and their chunks, the frames of each chunk, the score of each frame, and scores of
 * chunks without a frame and of windows around boundaries where there are any.
 *
 * @param cascade where the scores are by two models, those, and which model decides about each chunk
 */
public record ScoredChunks(
        ChunkedFrames chunked,
        FrameScores scores,
        DnaOnlyScores dnaOnly,
        WindowScores windows,
        Optional<CascadeScores> cascade) {

    /** With scores of frames only. */
    public ScoredChunks(ChunkedFrames chunked, FrameScores scores) {
        this(chunked, scores, DnaOnlyScores.NONE, WindowScores.NONE, Optional.empty());
    }

    /** The same with these. */
    public ScoredChunks with(DnaOnlyScores others) {
        return new ScoredChunks(chunked, scores, others, windows, cascade);
    }

    /** The same with these. */
    public ScoredChunks with(WindowScores others) {
        return new ScoredChunks(chunked, scores, dnaOnly, others, cascade);
    }

    /** The same with scores by two models in place of its own. */
    public ScoredChunks with(CascadeScores others) {
        return new ScoredChunks(chunked, others.scores(), dnaOnly, windows, Optional.of(others));
    }

    /** Records, their chunks and the frames of each chunk. */
    public record ChunkedFrames(Chunks chunks, Frames frames) {}
}
