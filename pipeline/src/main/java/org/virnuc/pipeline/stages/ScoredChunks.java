package org.virnuc.pipeline.stages;

/**
 * Everything that consensus counts: records and their chunks, the frames of each chunk, the score of each frame, and scores of
 * chunks without a frame and of windows around boundaries where there are any.
 */
public record ScoredChunks(ChunkedFrames chunked, FrameScores scores, DnaOnlyScores dnaOnly, WindowScores windows) {

    /** With scores of frames only. */
    public ScoredChunks(ChunkedFrames chunked, FrameScores scores) {
        this(chunked, scores, DnaOnlyScores.NONE, WindowScores.NONE);
    }

    /** The same with these. */
    public ScoredChunks with(DnaOnlyScores others) {
        return new ScoredChunks(chunked, scores, others, windows);
    }

    /** The same with these. */
    public ScoredChunks with(WindowScores others) {
        return new ScoredChunks(chunked, scores, dnaOnly, others);
    }

    /** Records, their chunks and the frames of each chunk. */
    public record ChunkedFrames(Chunks chunks, Frames frames) {}
}
