package org.virnuc.pipeline.stages;

import java.util.List;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.pipeline.embeddings.UniqueSequences;

/** Scores frames with both encoders and the head, within one stage. */
final class FrameScorer implements AutoCloseable {
    private final ObservedEncoder dna;
    private final ObservedEncoder protein;
    private final LazyHead head;

    FrameScorer(StageId stage, FrameModels models, StageObserver observer) {
        this.dna = new ObservedEncoder(stage, models.dna(), observer, false);
        this.protein = new ObservedEncoder(stage, models.protein(), observer, false);
        this.head = new LazyHead(models.head(), observer);
    }

    /** Row-major, others and virus of each frame; the lists are of the same frames. */
    float[] scores(List<String> nucleotides, List<String> proteins) throws InterruptedException {
        return scores(UniqueSequences.each(nucleotides), UniqueSequences.each(proteins));
    }

    /** Scores of frames some of which share a sequence, which is computed once. */
    float[] scoresOnce(List<String> nucleotides, List<String> proteins) throws InterruptedException {
        return scores(UniqueSequences.of(nucleotides), UniqueSequences.of(proteins));
    }

    private float[] scores(UniqueSequences nucleotides, UniqueSequences proteins) throws InterruptedException {
        float[] left = dna.vectors(nucleotides.sequences());
        float[] right = protein.vectors(proteins.sequences());
        int leftWidth = left.length / nucleotides.sequences().size();
        int rightWidth = right.length / proteins.sequences().size();
        int width = leftWidth + rightWidth;
        int rows = nucleotides.of().length;
        float[] features = new float[Math.multiplyExact(rows, width)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(left, nucleotides.of()[row] * leftWidth, features, row * width, leftWidth);
            System.arraycopy(right, proteins.of()[row] * rightWidth, features, row * width + leftWidth, rightWidth);
        }
        return head.scores(features, rows);
    }

    /** Reports what a cache has given to both encoders, where there is one. */
    void report() {
        dna.reportCache("dna");
        protein.reportCache("protein");
    }

    @Override
    public void close() {
        dna.close();
        protein.close();
        head.close();
    }
}
