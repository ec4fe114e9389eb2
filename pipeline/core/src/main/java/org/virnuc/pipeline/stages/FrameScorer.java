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

    /** The scores of frames, row-major: others and virus of each. Both lists contain the same frames. */
    float[] scores(List<String> nucleotides, List<String> proteins) throws InterruptedException {
        return scores(UniqueSequences.each(nucleotides), UniqueSequences.each(proteins));
    }

    /** The scores of frames, of which identical ones are computed once. */
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

    /** Reports the cache hits of both encoders if there is a cache. */
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
