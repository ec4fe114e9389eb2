package org.virnuc.calling;

import java.util.List;
import org.virnuc.calling.confidence.Reliability;

/**
 * The confidence of a run's calls.
 *
 * @param calibrated whether there are probabilities
 * @param selection the rule by which records were called, in the words of {@link
 *     org.virnuc.calling.confidence.Selection#words()}; empty for the verdict
 * @param prevalence the share of viral records that the probabilities are for
 * @param records number of records with a probability
 * @param enough whether these are enough to estimate a false discovery rate
 * @param expectedFalse expected share of false calls among the records called virus
 * @param probabilities number of records by probability, in {@link #BINS} equal bins
 * @param distant number of records farther from the training data than records usually are
 * @param distances whether distances from the training data are known
 * @param fallbacks sources of scores of chunks without an open frame, in order of preference
 * @param chunkReliability reliability of the probability of one chunk, measured on held-out sequences
 * @param recordReliability reliability of the probability of several chunks, by rising number of chunks
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
     * The contribution of a fallback source.
     *
     * @param source name of the source in tables
     * @param chunks number of chunks with a score from this source and none from a preferred one
     * @param bases number of bases in these chunks and in no chunk with a preferred score
     * @param records number of records called by these scores
     */
    public record Fallback(String source, long chunks, long bases, long records) {}

    public ConfidenceSummary {
        fallbacks = List.copyOf(fallbacks);
        probabilities = List.copyOf(probabilities);
        chunkReliability = List.copyOf(chunkReliability);
        recordReliability = List.copyOf(recordReliability);
    }
}
