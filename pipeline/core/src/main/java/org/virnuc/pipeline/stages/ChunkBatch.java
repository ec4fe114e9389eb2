package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.Frame;

/** Chunks to be judged together, read along with the table of chunks; filled again and again. */
final class ChunkBatch {
    private final FastaReader letters;
    private final ChunkTable.Reader table;
    private final List<Chunk> chunks = new ArrayList<>();
    private long number;
    private long row;
    private int read;

    ChunkBatch(FastaReader letters, ChunkTable.Reader table) {
        this.letters = letters;
        this.table = table;
    }

    /**
     * A chunk to be judged.
     *
     * @param number over all records, from 0
     * @param firstRow the row of its first frame among all frames
     * @param frames its frames, each a row
     */
    record Chunk(long number, String letters, long firstRow, List<Frame> frames) {}

    /** Takes the next chunks, {@code most} where there are enough; false if there are none. */
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
                chunks.add(new Chunk(number, letters.sequenceText().toUpperCase(Locale.ROOT), row, frames));
            }
            row += frames.size();
            number++;
        }
        return read > 0;
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
