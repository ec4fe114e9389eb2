package org.virnuc.pipeline.stages;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.RecordScores;

/**
 * Scores of stop-free stretches of chunks. {@code stretches.bin} has for each stretch, in the order of the chunks and the longest
 * of a chunk first, its chunk's number over all records from 0 (int64), its residues (int32) and the number of the stretch whose
 * scores are its own (int64), big-endian; {@link RowScores} beside it hold those.
 */
public final class StretchScores {
    /** No such scores. */
    public static final StretchScores NONE = new StretchScores(null);

    static final String FILE_NAME = "stretches.bin";

    private final @Nullable RowScores scores;

    private StretchScores(@Nullable RowScores scores) {
        this.scores = scores;
    }

    static StretchScores of(RowScores scores) {
        return new StretchScores(scores);
    }

    /**
     * A stretch with its scores, which add up to one.
     *
     * @param residues its length
     */
    public record Scored(int residues, float others, float virus) {}

    static void write(DataOutputStream out, long chunk, int residues, long source) throws IOException {
        out.writeLong(chunk);
        out.writeInt(residues);
        out.writeLong(source);
    }

    /** Opens the scores to read them in step with the chunks. */
    public Reader reader() throws IOException {
        return scores == null ? new Reader() : new Reader(scores);
    }

    /** Reads scores in step with the chunks. */
    public static final class Reader implements Closeable {
        private static final long END = Long.MAX_VALUE;

        private final DataInputStream stretches;
        private final RowScores.@Nullable Reader scores;
        private long nextChunk = END;
        private long chunk;

        private Reader() {
            stretches = new DataInputStream(InputStream.nullInputStream());
            scores = null;
        }

        private Reader(RowScores scores) throws IOException {
            Path file = scores.folder().resolve(FILE_NAME);
            this.scores = scores.reader();
            stretches = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
            goOn();
        }

        /** The scored stretches of the next chunk, the longest first. */
        public List<Scored> next() throws IOException {
            List<Scored> found = new ArrayList<>();
            while (nextChunk == chunk) {
                int residues = stretches.readInt();
                long source = stretches.readLong();
                if (scores == null || !scores.find(source)) {
                    throw damaged("stretch " + source + " has no scores");
                }
                found.add(new Scored(residues, scores.others(), scores.virus()));
                goOn();
            }
            if (nextChunk < chunk) {
                throw damaged("stretches of chunk " + nextChunk + " follow those of chunk " + (chunk - 1));
            }
            chunk++;
            return found;
        }

        /** Adds the mean score of the next chunk's stretches, if it has any, to the chunk that was last added to the record. */
        void addTo(RecordScores record) throws IOException {
            List<Scored> found = next();
            if (!found.isEmpty()) {
                double others = found.stream().mapToDouble(Scored::others).sum();
                double virus = found.stream().mapToDouble(Scored::virus).sum();
                record.addStretches((float) (others / found.size()), (float) (virus / found.size()));
            }
        }

        private void goOn() throws IOException {
            try {
                nextChunk = stretches.readLong();
            } catch (EOFException end) {
                nextChunk = END;
            }
        }

        private static IllegalStateException damaged(String what) {
            return new IllegalStateException("stretches: " + what + "; run again with `force`");
        }

        @Override
        public void close() throws IOException {
            stretches.close();
        }
    }
}
