package org.virnuc.pipeline.stages;

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
     * @param row of the frame that it is, or {@link #NO_FRAME}
     */
    record Part(int chunk, Stretch stretch, long row) {
        static final long NO_FRAME = -1;

        boolean isFrame() {
            return row != NO_FRAME;
        }
    }

    /** Finds the stretches of some chunks. */
    static ChunkParts of(List<ChunkBatch.Chunk> chunks, StretchFinder finder) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            ChunkBatch.Chunk chunk = chunks.get(i);
            byte[] letters = chunk.letters().getBytes(StandardCharsets.ISO_8859_1);
            for (Stretch stretch : finder.find(letters, letters.length)) {
                long row = stretch.isFrame(letters.length)
                        ? chunk.firstRow() + chunk.frames().indexOf(stretch.frame())
                        : Part.NO_FRAME;
                parts.add(new Part(i, stretch, row));
            }
        }
        return new ChunkParts(chunks, parts);
    }

    /** What the DNA encoder reads: all chunks, and then the stretches. */
    UniqueSequences nucleotides() {
        List<String> all = new ArrayList<>();
        chunks.forEach(chunk -> all.add(chunk.letters()));
        parts.stream()
                .filter(part -> !part.isFrame())
                .forEach(part -> all.add(part.stretch().nucleotides()));
        return UniqueSequences.of(all);
    }

    /** What the protein encoder reads: the stretches. */
    UniqueSequences proteins() {
        return UniqueSequences.of(parts.stream()
                .filter(part -> !part.isFrame())
                .map(part -> part.stretch().protein())
                .toList());
    }
}
