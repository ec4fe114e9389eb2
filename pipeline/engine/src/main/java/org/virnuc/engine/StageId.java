package org.virnuc.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The nine stages in their order, and the steps that only some runs have; the same word in class, log, folder, manifest and
 * documentation.
 */
public enum StageId {
    CHUNKING(1, "records", "chunks"),
    TRANSLATION(2, "chunks", "frames"),
    NUCLEOTIDE_SPLITTING(3, "frames", "rows"),
    PROTEIN_SPLITTING(4, "frames", "rows"),
    DNABERT_S(5, "frames", "rows"),
    ESM_2(6, "frames", "rows"),
    MERGING(7, "frames", "rows"),
    PREDICTION(8, "frames", "rows"),
    CONSENSUS(9, "frames", "chunks_scored"),
    /** With {@code --fallback dna}, before consensus. */
    DNA_ONLY(10, "chunks", "rows"),
    /** With {@code --refine}, before consensus. */
    REFINEMENT(11, "windows", "rows"),
    /** With {@code --reads}, after consensus. */
    READ_LABELS(12, "reads", "reads"),
    /** With {@code --cascade}, after prediction: the sample, by the big model. */
    CASCADE_TRIAL(13, "frames", "rows"),
    /** With {@code --cascade}: which chunks go to the big model. */
    CASCADE_BAND(14, "chunks", "chunks_big"),
    /** With {@code --cascade}: those chunks, by the big model. */
    CASCADE_BIG(15, "frames", "rows"),
    /** With {@code --cascade}, before consensus: the scores of both models put together. */
    CASCADE_SCORES(16, "frames", "rows");

    private static final List<StageId> NINE =
            Arrays.stream(values()).filter(id -> id.number <= CONSENSUS.number).toList();

    private final int number;
    private final String unit;
    private final String produced;

    StageId(int number, String unit, String produced) {
        this.number = number;
        this.unit = unit;
        this.produced = produced;
    }

    /** The nine stages that every run has. */
    public static List<StageId> nine() {
        return NINE;
    }

    /** The word used everywhere, as in {@code nucleotide-splitting}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the stage's input items are called. */
    public String unit() {
        return unit;
    }

    /** The name of the count in the manifest that says how many items came out. */
    public String produced() {
        return produced;
    }

    /** The place in the order, from 1. */
    public int number() {
        return number;
    }
}
