package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.pipeline.embeddings.UniqueSequences;
import org.virnuc.sequences.StretchFinder;
import org.virnuc.sequences.StretchFinder.Stretch;

/**
 * Chunks that are judged together, and what the encoders read of them: the whole chunks, and those of their stretches
 * that are not frames.
 *
 * @param parts the stretches in the order of the chunks
 */
record ChunkParts(List<ChunkBatch.Chunk> chunks, List<Part> parts) {

    /**
     * A stretch of one of the chunks.
     *
     * @param chunk its place among the chunks
     * @param isFrame whether it is a frame
     * @param row of the frame whose vectors are at hand, or {@link #NONE}
     */
    record Part(int chunk, Stretch stretch, boolean isFrame, long row) {
        static final long NONE = -1;

        /** Whether its vectors need not be computed. */
        boolean isAtHand() {
            return row != NONE;
        }
    }

    /** Says which frames have their vectors in a shard. */
    @FunctionalInterface
    interface Vectors {
        /** The vectors of all frames are at hand. */
        Vectors ALL = (row, shard) -> true;

        boolean holds(long row, int shard) throws IOException;
    }

    /**
     * Finds the stretches of some chunks.
     *
     * @param vectors what is at hand in the shard of a chunk's first frame
     */
    static ChunkParts of(List<ChunkBatch.Chunk> chunks, StretchFinder finder, Vectors vectors) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            ChunkBatch.Chunk chunk = chunks.get(i);
            byte[] letters = chunk.letters().getBytes(StandardCharsets.ISO_8859_1);
            for (Stretch stretch : finder.find(letters, letters.length)) {
                boolean isFrame = stretch.isFrame(letters.length);
                long row = isFrame ? chunk.firstRow() + chunk.frames().indexOf(stretch.frame()) : Part.NONE;
                boolean isAtHand = isFrame && vectors.holds(row, SequenceShards.shardOf(chunk.firstRow()));
                parts.add(new Part(i, stretch, isFrame, isAtHand ? row : Part.NONE));
            }
        }
        return new ChunkParts(chunks, parts);
    }

    /** What the DNA encoder reads: all chunks, and then the stretches. */
    UniqueSequences nucleotides() {
        List<String> all = new ArrayList<>();
        chunks.forEach(chunk -> all.add(chunk.letters()));
        parts.stream()
                .filter(part -> !part.isAtHand())
                .forEach(part -> all.add(part.stretch().nucleotides()));
        return UniqueSequences.of(all);
    }

    /** What the protein encoder reads: the stretches. */
    UniqueSequences proteins() {
        return UniqueSequences.of(parts.stream()
                .filter(part -> !part.isAtHand())
                .map(part -> part.stretch().protein())
                .toList());
    }
}
