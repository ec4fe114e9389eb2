package org.virnuc.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.virnuc.files.PublicApi;

/**
 * The nine stages in execution order, followed by the optional steps. Each has one name, used in classes, logs,
 * folders, manifests and documentation.
 */
@PublicApi
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
    /** Optional: scores chunks without an open reading frame from DNA alone, before consensus. */
    DNA_ONLY(10, "chunks", "rows"),
    /** Optional: scores windows around region boundaries, before consensus. */
    REFINEMENT(11, "windows", "rows"),
    /** Optional: labels reads after consensus. */
    READ_LABELS(12, "reads", "reads"),
    /** Cascade: the big model scores a sample of the chunks, after prediction. */
    CASCADE_TRIAL(13, "frames", "rows"),
    /** Cascade: selects the chunks that go to the big model. */
    CASCADE_BAND(14, "chunks", "chunks_big"),
    /** Cascade: the big model scores the selected chunks. */
    CASCADE_BIG(15, "frames", "rows"),
    /** Cascade: joins the scores of both models, before consensus. */
    CASCADE_SCORES(16, "frames", "rows"),
    /** Optional: scores stop-free stretches of chunks, before consensus. */
    STRETCHES(17, "stretches", "rows"),
    /** Optional: judges whole chunks with the chunk head of the model, before consensus. */
    CHUNK_HEAD(18, "chunks", "rows"),
    /** Optional: writes features of labelled chunks, to which a chunk head is fitted, before consensus. */
    CHUNK_FEATURES(19, "chunks", "rows"),
    /** Optional: trains a head on the frames of labelled records, before consensus. */
    HEAD_TRAINING(20, "epochs", "epochs");

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

    /** The name used everywhere, such as {@code nucleotide-splitting}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of the stage's input items, such as {@code chunks}. */
    public String unit() {
        return unit;
    }

    /** The name of the manifest's count of output items. */
    public String produced() {
        return produced;
    }

    /** The number used in folder names, from 1. */
    public int number() {
        return number;
    }
}
