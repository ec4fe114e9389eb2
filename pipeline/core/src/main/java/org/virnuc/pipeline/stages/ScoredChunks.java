package org.virnuc.pipeline.stages;

import java.util.Optional;

/**
 * Everything that consensus counts: records and their chunks, the frames of each chunk, the score of each frame, and where there
 * are any the scores of stretches, of chunks from their DNA alone, and of windows around boundaries.
 *
 * @param cascade where the scores are by two models, those, and which model decides about each chunk
 */
public record ScoredChunks(
        ChunkedFrames chunked,
        FrameScores scores,
        StretchScores stretches,
        DnaOnlyScores dnaOnly,
        WindowScores windows,
        Optional<CascadeScores> cascade) {

    /** With scores of frames only. */
    public ScoredChunks(ChunkedFrames chunked, FrameScores scores) {
        this(chunked, scores, StretchScores.NONE, DnaOnlyScores.NONE, WindowScores.NONE, Optional.empty());
    }

    /** These chunks with scores of their stretches. */
    public ScoredChunks with(StretchScores others) {
        return new ScoredChunks(chunked, scores, others, dnaOnly, windows, cascade);
    }

    /** These chunks with scores from their DNA alone. */
    public ScoredChunks with(DnaOnlyScores others) {
        return new ScoredChunks(chunked, scores, stretches, others, windows, cascade);
    }

    /** These chunks with scores of windows around boundaries. */
    public ScoredChunks with(WindowScores others) {
        return new ScoredChunks(chunked, scores, stretches, dnaOnly, others, cascade);
    }

    /** The same with scores by two models in place of its own. */
    public ScoredChunks with(CascadeScores others) {
        return new ScoredChunks(chunked, others.scores(), stretches, dnaOnly, windows, Optional.of(others));
    }

    /** Records, their chunks and the frames of each chunk. */
    public record ChunkedFrames(Chunks chunks, Frames frames) {}
}
