package org.virnuc.calling;

import java.util.List;
import org.virnuc.calling.confidence.Reliability;

/**
 * How sure the calls of a run are.
 *
 * @param calibrated whether there are probabilities
 * @param selection what records were called by, in the words of {@link org.virnuc.calling.confidence.Selection#words()}; empty for the verdict
 * @param prevalence the share of viral records that the probabilities are for
 * @param records those with a probability
 * @param enough whether they are enough for a false discovery rate to mean anything
 * @param expectedFalse the share of false ones to expect among the records called virus
 * @param probabilities records by probability, in {@link #BINS} even steps
 * @param distant records further from the training data than records usually are
 * @param distances whether that is known
 * @param dnaOnly whether chunks without an open frame were scored from their DNA
 * @param dnaOnlyChunks chunks with a DNA-only score and no other
 * @param dnaOnlyBases bases in them and in no scored chunk
 * @param dnaOnlyRecords records that only DNA-only scores speak for
 * @param chunkReliability of one chunk's probability, measured on held-out sequences
 * @param recordReliability the same of stretches of several chunks, from the least to the most
 */
public record ConfidenceSummary(
        boolean calibrated,
        String selection,
        double prevalence,
        long records,
        boolean enough,
        double expectedFalse,
        List<Long> probabilities,
        long distant,
        boolean distances,
        boolean dnaOnly,
        long dnaOnlyChunks,
        long dnaOnlyBases,
        long dnaOnlyRecords,
        List<Reliability.Bin> chunkReliability,
        List<Reliability.Bin> recordReliability) {
    public static final int BINS = 20;

    public ConfidenceSummary {
        probabilities = List.copyOf(probabilities);
        chunkReliability = List.copyOf(chunkReliability);
        recordReliability = List.copyOf(recordReliability);
    }
}
