package org.virnuc.pipeline.stages;

import java.util.Optional;

/**
 * The input of consensus: records, their chunks, the frames of each chunk and the score of each frame; optionally also
 * scores of stretches, of chunks from their DNA alone, and of windows around boundaries.
 *
 * @param judged judgements of whole chunks by the chunk head, if the run has one; they replace the scores of frames
 * @param cascade the scores of two models and the model of each chunk, in a run with a cascade
 */
public record ScoredChunks(
        ChunkedFrames chunked,
        FrameScores scores,
        ChunkHeadScores judged,
        StretchScores stretches,
        DnaOnlyScores dnaOnly,
        WindowScores windows,
        Optional<CascadeScores> cascade) {

    /** Creates the input with scores of frames only. */
    public ScoredChunks(ChunkedFrames chunked, FrameScores scores) {
        this(
                chunked,
                scores,
                ChunkHeadScores.NONE,
                StretchScores.NONE,
                DnaOnlyScores.NONE,
                WindowScores.NONE,
                Optional.empty());
    }

    /** Returns these chunks with judgements by the chunk head. */
    public ScoredChunks with(ChunkHeadScores others) {
        return new ScoredChunks(chunked, scores, others, stretches, dnaOnly, windows, cascade);
    }

    /** Returns these chunks with scores of their stretches. */
    public ScoredChunks with(StretchScores others) {
        return new ScoredChunks(chunked, scores, judged, others, dnaOnly, windows, cascade);
    }

    /** Returns these chunks with scores from their DNA alone. */
    public ScoredChunks with(DnaOnlyScores others) {
        return new ScoredChunks(chunked, scores, judged, stretches, others, windows, cascade);
    }

    /** Returns these chunks with scores of windows around boundaries. */
    public ScoredChunks with(WindowScores others) {
        return new ScoredChunks(chunked, scores, judged, stretches, dnaOnly, others, cascade);
    }

    /** Returns these chunks with the combined scores of a cascade in place of the small model's. */
    public ScoredChunks with(CascadeScores others) {
        return new ScoredChunks(chunked, others.scores(), judged, stretches, dnaOnly, windows, Optional.of(others));
    }

    /** Records, their chunks and the frames of each chunk. */
    public record ChunkedFrames(Chunks chunks, Frames frames) {}
}
