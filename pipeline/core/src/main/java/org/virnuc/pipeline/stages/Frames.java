package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.engine.FinishedStage;
import org.virnuc.sequences.UnscoredReason;

/**
 * The kept frames of all chunks, in order: row {@code n} of the nucleotide file and row {@code n} of the protein file are the
 * same frame and have the same id.
 */
public record Frames(FinishedStage stage) {
    static final String NUCLEOTIDE_FILE = "nucleotide.fa";
    static final String PROTEIN_FILE = "protein.faa";
    static final String CHUNKS = "chunks";
    static final String FRAMES = "frames";

    /** The frames' nucleotides, one line each. */
    public Path nucleotides() {
        return stage.file(NUCLEOTIDE_FILE);
    }

    /** The frames' proteins, one line each. */
    public Path proteins() {
        return stage.file(PROTEIN_FILE);
    }

    /** The number of frames: rows of either file. */
    public long frameCount() {
        return stage.count(FRAMES);
    }

    /** The number of chunks, those without a kept frame included. */
    public long chunkCount() {
        return stage.count(CHUNKS);
    }

    /** The number of chunks without a frame for this reason. */
    public long chunkCount(UnscoredReason reason) {
        return stage.count(reason.countName());
    }

    /** Streams the outcome of each chunk. */
    public ChunkTable.Reader chunks() throws IOException {
        return new ChunkTable.Reader(stage.file(ChunkTable.FILE_NAME));
    }
}
