package org.virnuc.pipeline;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.virnuc.pipeline.sequence.FastaReader;
import org.virnuc.pipeline.sequence.FastaWriter;
import org.virnuc.pipeline.stages.ChunkTable;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.Frames;

/** Some of an input's chunks that have frames, each as likely as any other and in no order; the same for the same input. */
final class ChunkSample {
    private static final long SEED = 20_261_122;
    private static final byte[] ID = {'s'};

    private final List<byte[]> chunks;

    private ChunkSample(List<byte[]> chunks) {
        this.chunks = chunks;
    }

    /** At most {@code most} chunks, from one pass over all. */
    static ChunkSample of(Chunks chunks, Frames frames, int most) throws IOException {
        List<byte[]> kept = new ArrayList<>();
        Random random = new Random(SEED);
        try (FastaReader reader = chunks.open();
                ChunkTable.Reader table = frames.chunks()) {
            for (long seen = 0; reader.next(); ) {
                if (table.next().isScored()) {
                    seen++;
                    if (kept.size() < most) {
                        kept.add(letters(reader));
                    } else {
                        long place = (long) (random.nextDouble() * seen);
                        if (place < most) {
                            kept.set((int) place, letters(reader));
                        }
                    }
                }
            }
        }
        Collections.shuffle(kept, random);
        return new ChunkSample(kept);
    }

    int size() {
        return chunks.size();
    }

    /** Writes some of them as an input of its own: one record each, no longer than a chunk. */
    void write(Path file, int from, int to) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            FastaWriter writer = new FastaWriter(out, FastaWriter.ONE_LINE);
            for (int i = from; i < to; i++) {
                byte[] chunk = chunks.get(i);
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
