package org.virnuc.pipeline.stages;

/** Everything that consensus counts: records and their chunks, the frames of each chunk, the score of each frame. */
public record ScoredChunks(ChunkedFrames chunked, FrameScores scores) {

    /** Records, their chunks and the frames of each chunk. */
    public record ChunkedFrames(Chunks chunks, Frames frames) {}
}
