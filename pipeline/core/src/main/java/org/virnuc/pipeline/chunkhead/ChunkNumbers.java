package org.virnuc.pipeline.chunkhead;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.virnuc.pipeline.chunkhead.ChunkEvidence.Stretch;

/**
 * Features that are single numbers about a chunk: scores of its stretches, how much of it they cover, and what it is made of.
 *
 * @param stretches the most of a chunk
 */
record ChunkNumbers(int stretches) {
    private static final double CODON = 3;
    private static final double USUAL_GC = 0.45;
    private static final double USUAL_LENGTH = 500;
    private static final int SINGLE_SCORES = 11;
    private static final int SINGLE_SHAPES = 2;

    int scoresWidth() {
        return 3 * stretches + SINGLE_SCORES;
    }

    int shapeWidth() {
        return 2 * stretches + SINGLE_SHAPES;
    }

    /**
     * For each stretch its log odds; for each the part of the chunk that it covers; for each the product of both. Then the log
     * odds of the whole chunk by its DNA, the number of frames, whether there is one, the log odds by DNA if there is none; the
     * greatest, the least and the mean log odds of stretches; GC, its squared distance from what is usual, how much more the
     * first stretch covers than the second, and the logarithm of the length.
     */
    float[] scores(ChunkEvidence chunk) {
        Row row = new Row(scoresWidth());
        List<Stretch> all = chunk.stretches();
        ToDoubleFunction<Stretch> logOdds = stretch -> stretch.scores().logOdds();
        ToDoubleFunction<Stretch> share = stretch -> share(chunk, stretch);
        row.addEach(all, logOdds);
        row.addEach(all, share);
        row.addEach(all, stretch -> logOdds.applyAsDouble(stretch) * share.applyAsDouble(stretch));
        double dna = chunk.dnaOnly().logOdds();
        long frames = all.stream().filter(Stretch::whole).count();
        row.add(dna);
        row.add((double) frames);
        row.add(frames > 0 ? 1 : 0);
        row.add(frames > 0 ? 0 : dna);
        row.add(all.stream().mapToDouble(logOdds).max().orElse(0));
        row.add(all.stream().mapToDouble(logOdds).min().orElse(0));
        double covered = all.stream().mapToDouble(share).sum();
        double weighted = all.stream()
                .mapToDouble(stretch -> logOdds.applyAsDouble(stretch) * share.applyAsDouble(stretch))
                .sum();
        row.add(all.isEmpty() ? 0 : weighted / covered);
        row.add(gc(chunk));
        row.add((gc(chunk) - USUAL_GC) * (gc(chunk) - USUAL_GC));
        row.add(shareAt(chunk, 0) - shareAt(chunk, 1));
        row.add(logLength(chunk));
        return row.numbers;
    }

    /**
     * For each stretch the part of the chunk that it covers; for each whether it is a whole frame; GC, and the logarithm of
     * the length.
     */
    float[] shape(ChunkEvidence chunk) {
        Row row = new Row(shapeWidth());
        row.addEach(chunk.stretches(), stretch -> share(chunk, stretch));
        row.addEach(chunk.stretches(), stretch -> stretch.whole() ? 1 : 0);
        row.add(gc(chunk));
        row.add(logLength(chunk));
        return row.numbers;
    }

    /** Numbers that are added one after the other. */
    private final class Row {
        private final float[] numbers;
        private int used;

        Row(int width) {
            this.numbers = new float[width];
        }

        void add(double number) {
            numbers[used++] = (float) number;
        }

        /** Adds a number for each stretch that there might be. */
        void addEach(List<Stretch> all, ToDoubleFunction<Stretch> number) {
            for (int i = 0; i < stretches; i++) {
                add(i < all.size() ? number.applyAsDouble(all.get(i)) : 0);
            }
        }
    }

    private static double share(ChunkEvidence chunk, Stretch stretch) {
        return CODON * stretch.residues() / chunk.letters().length();
    }

    private static double shareAt(ChunkEvidence chunk, int place) {
        return place < chunk.stretches().size() ? share(chunk, chunk.stretches().get(place)) : 0;
    }

    /** The share of G and C among A, C, G and T. */
    private static double gc(ChunkEvidence chunk) {
        long gc = count(chunk, "GC");
        return (double) gc / Math.max(1, gc + count(chunk, "AT"));
    }

    private static double logLength(ChunkEvidence chunk) {
        return Math.log(chunk.letters().length() / USUAL_LENGTH);
    }

    private static long count(ChunkEvidence chunk, String bases) {
        return chunk.letters()
                .chars()
                .filter(letter -> bases.indexOf(letter) >= 0)
                .count();
    }
}
