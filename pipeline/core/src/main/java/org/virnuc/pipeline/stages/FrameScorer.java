package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;

/** Scores frames with both encoders and the head, within one stage. */
final class FrameScorer implements AutoCloseable {
    private final LazyEncoder dna;
    private final LazyEncoder protein;
    private final LazyHead head;

    FrameScorer(StageId stage, FrameModels models, StageObserver observer) {
        this.dna = new LazyEncoder(stage, models.dna(), observer, false, models.dnaReuse());
        this.protein = new LazyEncoder(stage, models.protein(), observer, false, models.proteinReuse());
        this.head = new LazyHead(models.head(), observer);
    }

    /** Row-major, others and virus of each frame; the lists are of the same frames. */
    float[] scores(List<String> nucleotides, List<String> proteins) throws IOException, InterruptedException {
        return scores(Different.each(nucleotides), Different.each(proteins));
    }

    /** The same of frames some of which share a sequence: that is computed once. */
    float[] scoresOnce(List<String> nucleotides, List<String> proteins) throws IOException, InterruptedException {
        return scores(Different.of(nucleotides), Different.of(proteins));
    }

    /**
     * Some sequences, none twice.
     *
     * @param of for each frame the number of its sequence among them
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Different(List<String> sequences, int[] of) {
        static Different of(List<String> all) {
            Map<String, Integer> numbers = new LinkedHashMap<>();
            int[] of = new int[all.size()];
            for (int row = 0; row < of.length; row++) {
                Integer known = numbers.putIfAbsent(all.get(row), numbers.size());
                of[row] = known == null ? numbers.size() - 1 : known;
            }
            return new Different(new ArrayList<>(numbers.keySet()), of);
        }

        static Different each(List<String> all) {
            return new Different(all, IntStream.range(0, all.size()).toArray());
        }
    }

    private float[] scores(Different nucleotides, Different proteins) throws IOException, InterruptedException {
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

    /** Tells the observer what the caches have saved, where there are any. */
    void report() {
        dna.report("dna");
        protein.report("protein");
    }

    @Override
    public void close() {
        dna.close();
        protein.close();
        head.close();
    }
}
