package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.chunkhead.ChunkHead.Judgement;

/** Says what the chunk head thinks of chunks, in the order of the chunks. */
interface Judges extends Closeable {

    /**
     * Judges each of some chunks.
     *
     * @param progress told of sequences as they are encoded
     */
    List<Judgement> judge(List<ChunkBatch.Chunk> chunks, SharedProgress progress)
            throws IOException, InterruptedException;

    /** Reports what a cache has given to the encoders, if there is one. */
    default void report() {}

    /** Makes the judges of a stage. */
    @FunctionalInterface
    interface Source {
        Judges open(ChunkHeadStage.Input input, StageObserver observer) throws IOException;
    }
}
