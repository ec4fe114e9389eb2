package org.virnuc.pipeline.stages;

import java.io.IOException;
import org.virnuc.sequences.UnscoredReason;

/**
 * All frames of a run with their letters. Row {@code n} of both splittings is the same frame, and rows are in the order
 * of the chunks.
 */
public record FrameRows(Frames frames, SequenceShards nucleotides, SequenceShards proteins) {

    /** The letters of both kinds. */
    public record Letters(SequenceShards nucleotides, SequenceShards proteins) {}

    /** Frames with their letters. */
    public FrameRows(Frames frames, Letters letters) {
        this(frames, letters.nucleotides(), letters.proteins());
    }

    /** The number of chunks that have frames. */
    long scoredChunks() {
        long unscored = 0;
        for (UnscoredReason reason : UnscoredReason.values()) {
            unscored += frames.chunkCount(reason);
        }
        return frames.chunkCount() - unscored;
    }

    /** The rows that share their scores. */
    SameFrames same() throws IOException {
        return new SameFrames(nucleotides, proteins);
    }
}
