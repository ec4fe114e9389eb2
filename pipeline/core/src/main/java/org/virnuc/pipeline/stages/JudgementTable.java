package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnuc.models.chunkhead.ChunkHead.Judgement;

/**
 * The judgements of the distinct chunks so far, in the order in which they first occurred. They lie in a temporary file,
 * 8 bytes each, so that memory does not grow with the input.
 */
final class JudgementTable implements Closeable {
    private static final int BYTES = 2 * Float.BYTES;

    private final RandomAccessFile file;
    private long size;

    JudgementTable(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "rw");
    }

    long size() {
        return size;
    }

    void add(List<Judgement> judgements) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(judgements.size() * BYTES);
        for (Judgement judgement : judgements) {
            bytes.putFloat((float) judgement.logOdds());
            bytes.putFloat(judgement.strangeness().map(Double::floatValue).orElse(Float.NaN));
        }
        file.seek(size * BYTES);
        file.write(bytes.array());
        size += judgements.size();
    }

    /** The judgement of a distinct chunk, by its place. */
    Judgement get(long place) throws IOException {
        byte[] bytes = new byte[BYTES];
        file.seek(place * BYTES);
        file.readFully(bytes);
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        double logOdds = numbers.getFloat();
        float strangeness = numbers.getFloat();
        return new Judgement(logOdds, Float.isNaN(strangeness) ? Optional.empty() : Optional.of((double) strangeness));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
