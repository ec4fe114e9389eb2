package org.virnuc.pipeline.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.virnuc.pipeline.stages.ChunkTable;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.Frames;
import org.virnuc.pipeline.stages.RecordTable;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.FastaWriter;

/**
 * A random sample of an input's chunks that have frames, with their positions in the input. Every such chunk is equally
 * likely, the order is random, and the same input gives the same sample. Chunks without a frame may follow, which
 * are drawn at random, too.
 */
public final class ChunkSample {
    private static final long SEED = 20_261_122;
    private static final byte[] ID = {'s'};

    private final List<Chunk> chunks;
    private final long scored;

    private ChunkSample(List<Chunk> chunks, long scored) {
        this.chunks = chunks;
        this.scored = scored;
    }

    /**
     * The position of a sampled chunk in the input.
     *
     * @param record number of the record over all inputs, from 1
     * @param chunk number of the chunk in the record, from 1
     * @param id the chunk's id, one character per byte
     */
    public record Place(long record, long chunk, String id) {}

    /** A chunk of the sample. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chunk(byte[] letters, Place place) {}

    /** Draws at most {@code most} chunks that have frames, in one pass. */
    public static ChunkSample of(Chunks chunks, Frames frames, int most) throws IOException {
        return draw(chunks, frames, most, new Reservoir(0));
    }

    /** Draws at most {@code most} chunks in one pass. Those without a frame come last, as far as there is room. */
    public static ChunkSample ofAll(Chunks chunks, Frames frames, int most) throws IOException {
        return draw(chunks, frames, most, new Reservoir(most));
    }

    private static ChunkSample draw(Chunks chunks, Frames frames, int most, Reservoir others) throws IOException {
        Reservoir framed = new Reservoir(most);
        try (FastaReader reader = chunks.open();
                RecordTable.Reader records = chunks.records();
                ChunkTable.Reader table = frames.chunks()) {
            long record = 0;
            for (RecordTable.Row row = records.next(); row != null; row = records.next()) {
                record++;
                for (long chunk = 1; chunk <= row.chunks() && reader.next(); chunk++) {
                    Reservoir reservoir = table.next().isScored() ? framed : others;
                    int slot = reservoir.slot();
                    if (slot >= 0) {
                        reservoir.put(slot, new Chunk(letters(reader), new Place(record, chunk, reader.id())));
                    }
                }
            }
        }
        List<Chunk> kept = framed.shuffled();
        kept.addAll(others.shuffled().subList(0, Math.min(others.kept.size(), most - kept.size())));
        return new ChunkSample(kept, framed.seen);
    }

    /** Keeps a number of chunks, each as likely as any other. */
    private static final class Reservoir {
        private final int most;
        private final List<Chunk> kept = new ArrayList<>();
        private final Random random = new Random(SEED);
        private long seen;

        Reservoir(int most) {
            this.most = most;
        }

        /** Where to put the next chunk; negative if it is not kept. */
        int slot() {
            seen++;
            long slot = kept.size() < most ? kept.size() : (long) (random.nextDouble() * seen);
            return slot < most ? (int) slot : -1;
        }

        void put(int slot, Chunk chunk) {
            if (slot == kept.size()) {
                kept.add(chunk);
            } else {
                kept.set(slot, chunk);
            }
        }

        List<Chunk> shuffled() {
            Collections.shuffle(kept, random);
            return kept;
        }
    }

    public int size() {
        return chunks.size();
    }

    /** The number of chunks in the input that have frames. */
    public long scored() {
        return scored;
    }

    /** The positions of the chunks in the order in which they are written. */
    public List<Place> places() {
        return chunks.stream().map(Chunk::place).toList();
    }

    /** Writes a range of the chunks as a FASTA input, one record for each. */
    public void write(Path file, int from, int to) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            FastaWriter writer = new FastaWriter(out, FastaWriter.ONE_LINE);
            for (int i = from; i < to; i++) {
                byte[] chunk = chunks.get(i).letters();
                writer.begin();
                writer.id(ID, ID.length);
                writer.number(i);
                writer.sequence(chunk, 0, chunk.length);
            }
            writer.flush();
        }
    }

    private static byte[] letters(FastaReader reader) throws IOException {
        byte[] letters = new byte[Math.toIntExact(reader.length())];
        reader.copy(0, letters, 0, letters.length);
        return letters;
    }
}
