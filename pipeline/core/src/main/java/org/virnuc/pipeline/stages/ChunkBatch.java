package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnuc.sequences.DuplicateFinder;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.Frame;

/**
 * Chunks to be judged together, read along with the table of chunks; filled again and again. The frames of a batch begin
 * in one shard of frames.
 */
final class ChunkBatch {
    private final FastaReader letters;
    private final ChunkTable.Reader table;
    private final Repeats repeats;
    private final List<Chunk> chunks = new ArrayList<>();
    private final long end;
    private final int lastShard;
    private long number;
    private long row;
    private int read;

    /** All chunks of a run. */
    ChunkBatch(FastaReader letters, ChunkTable.Reader table, Repeats repeats, long rows) {
        this(letters, table, repeats, new Range(0, table.count(), 0), rows);
    }

    /**
     * The chunks of a range, at which both readers stand.
     *
     * @param rows frames of the whole run
     */
    ChunkBatch(FastaReader letters, ChunkTable.Reader table, Repeats repeats, Range range, long rows) {
        this.letters = letters;
        this.table = table;
        this.repeats = repeats;
        this.end = range.end();
        this.lastShard = SequenceShards.shards(rows);
        this.number = range.begin();
        this.row = range.row();
    }

    /**
     * Some chunks of a run.
     *
     * @param begin number of the first, from 0
     * @param end number of the chunk behind the last
     * @param row of the first frame of these chunks, or of the chunks behind them
     */
    record Range(long begin, long end, long row) {}

    /** Says which chunks have letters that an earlier chunk has. */
    @FunctionalInterface
    interface Repeats {
        Place find(long number, String letters);

        /** Finds repeats by comparing all chunks, which must be all of a run. */
        static Repeats among(DuplicateFinder finder) {
            return (number, letters) -> {
                byte[] bytes = letters.getBytes(StandardCharsets.ISO_8859_1);
                long next = finder.unique();
                long distinct = finder.firstOf(bytes, bytes.length, next);
                return new Place(distinct, distinct == next);
            };
        }
    }

    /**
     * The place of a chunk among distinct chunks.
     *
     * @param distinct the same for all chunks with the same letters
     * @param isFirst whether no chunk before it has the same letters
     */
    record Place(long distinct, boolean isFirst) {}

    /**
     * A chunk to be judged.
     *
     * @param number over all records, from 0
     * @param place among distinct chunks
     * @param firstRow the row of its first frame among all frames
     * @param frames its frames, each a row
     */
    record Chunk(long number, Place place, String letters, long firstRow, List<Frame> frames) {
        boolean isFirst() {
            return place.isFirst();
        }
    }

    /**
     * Reads up to {@code most} further chunks whose frames begin in one shard; false if there are no more.
     */
    boolean fill(int most) throws IOException {
        chunks.clear();
        read = 0;
        int home = shard();
        for (; read < most && number < end && shard() == home; read++) {
            ChunkTable.Entry entry = table.next();
            if (!letters.next()) {
                throw new IllegalStateException("chunk-head: there are " + number + " chunks, expected " + table.count()
                        + "; run again with `force`");
            }
            List<Frame> frames = entry.isScored() ? entry.frames() : List.of();
            if (ChunkHeadStage.judges(entry)) {
                String text = letters.sequenceText().toUpperCase(Locale.ROOT);
                chunks.add(new Chunk(number, repeats.find(number, text), text, row, frames));
            }
            row += frames.size();
            number++;
        }
        return read > 0;
    }

    /**
     * The shard, from 1, of the next chunk: that of its first frame, or of the frame that would come next. Chunks behind
     * the last frame belong to the last shard.
     */
    int shard() {
        return Math.max(1, Math.min(SequenceShards.shardOf(row), lastShard));
    }

    /** The number of the next chunk. */
    long number() {
        return number;
    }

    /** The row of the next frame. */
    long row() {
        return row;
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
