package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.pipeline.chunkhead.ChunkEvidence;
import org.virnuc.pipeline.chunkhead.ChunkEvidence.Scores;
import org.virnuc.pipeline.chunkhead.ChunkEvidence.Vector;
import org.virnuc.pipeline.embeddings.UniqueSequences;
import org.virnuc.pipeline.stages.ChunkParts.Part;
import org.virnuc.sequences.StretchFinder;

/**
 * Collects what the encoders and heads of a model say of chunks: finds their longest stop-free stretches, scores these as
 * frames are scored, and scores the whole chunk from its DNA. Vectors of stretches that are frames are read from the files
 * of the run where they lie in the shard of the chunk's first frame ({@link FrameVectors}); all others are computed.
 */
final class EvidenceReader implements Closeable {
    private final ObservedEncoder dna;
    private final ObservedEncoder protein;
    private final LazyHead head;
    private final LazyHead dnaHead;
    private final EvidenceModels.Widths widths;
    private final FrameVectors frames;
    private final StretchFinder finder;

    /**
     * A reader for one stage.
     *
     * @param limits the stretches of a chunk that are read by the encoders
     * @param vectors the vectors of the frames
     */
    EvidenceReader(
            StageId stage,
            EvidenceModels models,
            StretchFinder.Limits limits,
            Embeddings vectors,
            StageObserver observer) {
        this.dna = new ObservedEncoder(stage, models.frames().dna(), observer, false);
        this.protein = new ObservedEncoder(stage, models.frames().protein(), observer, false);
        this.head = new LazyHead(models.frames().head(), observer);
        this.dnaHead = new LazyHead(models.dnaHead(), observer);
        this.widths = models.widths();
        this.frames = new FrameVectors(vectors, widths);
        this.finder = new StretchFinder(limits);
    }

    /**
     * What is said of each of some chunks, in order.
     *
     * @param progress told of sequences as they are encoded
     */
    List<ChunkEvidence> read(List<ChunkBatch.Chunk> chunks, SharedProgress progress)
            throws IOException, InterruptedException {
        if (chunks.isEmpty()) {
            return List.of();
        }
        ChunkParts read = ChunkParts.of(chunks, finder, frames::holds);
        List<Part> parts = read.parts();
        UniqueSequences nucleotides = read.nucleotides();
        UniqueSequences proteins = read.proteins();
        progress.expect(nucleotides.sequences().size() + proteins.sequences().size());
        float[] dnaVectors = vectors(dna, nucleotides, widths.dna(), progress);
        float[] proteinVectors = vectors(protein, proteins, widths.protein(), progress);
        float[] ofChunks = Arrays.copyOf(dnaVectors, chunks.size() * widths.dna());
        float[] ofStretches = Arrays.copyOfRange(dnaVectors, ofChunks.length, dnaVectors.length);
        float[] rows = rows(parts, ofStretches, proteinVectors);
        return evidence(chunks, ofChunks, parts, rows);
    }

    private static float[] vectors(ObservedEncoder encoder, UniqueSequences unique, int width, SharedProgress progress)
            throws InterruptedException {
        if (unique.sequences().isEmpty()) {
            return new float[0];
        }
        return unique.spread(encoder.vectors(unique.sequences(), progress), width);
    }

    /** The vectors of all stretches, row-major, that of the DNA encoder first. */
    private float[] rows(List<Part> parts, float[] dnaVectors, float[] proteinVectors) throws IOException {
        float[] rows = new float[Math.multiplyExact(parts.size(), widths.both())];
        int computed = 0;
        for (int i = 0; i < parts.size(); i++) {
            int at = i * widths.both();
            if (parts.get(i).isAtHand()) {
                frames.copy(parts.get(i).row(), rows, at);
            } else {
                System.arraycopy(dnaVectors, computed * widths.dna(), rows, at, widths.dna());
                int behind = at + widths.dna();
                System.arraycopy(proteinVectors, computed * widths.protein(), rows, behind, widths.protein());
                computed++;
            }
        }
        return rows;
    }

    private List<ChunkEvidence> evidence(
            List<ChunkBatch.Chunk> chunks, float[] ofChunks, List<Part> parts, float[] rows) {
        float[] scores = parts.isEmpty() ? rows : head.scores(rows, parts.size());
        float[] dnaScores = dnaHead.scores(ofChunks, chunks.size());
        List<ChunkEvidence> all = new ArrayList<>();
        int part = 0;
        for (int i = 0; i < chunks.size(); i++) {
            List<ChunkEvidence.Stretch> stretches = new ArrayList<>();
            for (; part < parts.size() && parts.get(part).chunk() == i; part++) {
                int at = part * widths.both();
                stretches.add(new ChunkEvidence.Stretch(
                        parts.get(part).stretch().nucleotides(),
                        parts.get(part).stretch().protein().length(),
                        parts.get(part).isFrame(),
                        scores(scores, part),
                        new Vector(rows, at, widths.dna()),
                        new Vector(rows, at + widths.dna(), widths.protein())));
            }
            Vector whole = new Vector(ofChunks, i * widths.dna(), widths.dna());
            all.add(new ChunkEvidence(chunks.get(i).letters(), stretches, whole, scores(dnaScores, i)));
        }
        return all;
    }

    private static Scores scores(float[] scores, int row) {
        return new Scores(scores[2 * row], scores[2 * row + 1]);
    }

    /** Reports what a cache has given to the encoders, if there is one. */
    void report() {
        dna.reportCache("dna");
        protein.reportCache("protein");
    }

    @Override
    public void close() throws IOException {
        dna.close();
        protein.close();
        head.close();
        dnaHead.close();
        frames.close();
    }
}
