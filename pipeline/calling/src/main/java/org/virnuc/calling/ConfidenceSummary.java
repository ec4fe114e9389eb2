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
 * @param fallbacks what chunks without an open frame were scored from, the preferred first
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
        List<Fallback> fallbacks,
        List<Reliability.Bin> chunkReliability,
        List<Reliability.Bin> recordReliability) {
    public static final int BINS = 20;

    /**
     * What a source of scores that takes the place of frames has added.
     *
     * @param source in the word that marks such scores in tables
     * @param chunks those with such a score and no preferred one
     * @param bases bases in them and in no chunk with a preferred score
     * @param records those called by such scores
     */
    public record Fallback(String source, long chunks, long bases, long records) {}

    public ConfidenceSummary {
        fallbacks = List.copyOf(fallbacks);
        probabilities = List.copyOf(probabilities);
        chunkReliability = List.copyOf(chunkReliability);
        recordReliability = List.copyOf(recordReliability);
    }
}
