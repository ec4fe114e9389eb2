package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnuc.sequences.DuplicateFinder;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.Frame;

/** Chunks to be judged together, read along with the table of chunks; filled again and again. */
final class ChunkBatch {
    private final FastaReader letters;
    private final ChunkTable.Reader table;
    private final DuplicateFinder duplicates;
    private final List<Chunk> chunks = new ArrayList<>();
    private long number;
    private long row;
    private int read;

    ChunkBatch(FastaReader letters, ChunkTable.Reader table, DuplicateFinder duplicates) {
        this.letters = letters;
        this.table = table;
        this.duplicates = duplicates;
    }

    /**
     * A chunk to be judged.
     *
     * @param number over all records, from 0
     * @param distinct its index among distinct chunks; chunks with equal letters share it
     * @param isFirst whether no chunk before it has the same letters
     * @param firstRow the row of its first frame among all frames
     * @param frames its frames, each a row
     */
    record Chunk(long number, long distinct, boolean isFirst, String letters, long firstRow, List<Frame> frames) {}

    /** Reads up to {@code most} further chunks; false if there are no more. */
    boolean fill(int most) throws IOException {
        chunks.clear();
        read = 0;
        for (; read < most && number < table.count(); read++) {
            ChunkTable.Entry entry = table.next();
            if (!letters.next()) {
                throw new IllegalStateException("chunk-head: there are " + number + " chunks, expected " + table.count()
                        + "; run again with `force`");
            }
            List<Frame> frames = entry.isScored() ? entry.frames() : List.of();
            if (ChunkHeadStage.judges(entry)) {
                chunks.add(chunk(letters.sequenceText().toUpperCase(Locale.ROOT), frames));
            }
            row += frames.size();
            number++;
        }
        return read > 0;
    }

    private Chunk chunk(String text, List<Frame> frames) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        long next = duplicates.unique();
        long distinct = duplicates.firstOf(bytes, bytes.length, next);
        return new Chunk(number, distinct, distinct == next, text, row, frames);
    }

    /** The chunks of this batch that are judged and whose letters no earlier chunk has. */
    List<Chunk> firsts() {
        return chunks.stream().filter(Chunk::isFirst).toList();
    }

    /** The chunks of this batch that are judged. */
    List<Chunk> chunks() {
        return chunks;
    }

    /** The number of chunks of this batch, judged or not. */
    int read() {
        return read;
    }
}
