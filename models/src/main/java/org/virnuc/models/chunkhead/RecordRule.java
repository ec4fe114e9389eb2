package org.virnuc.models.chunkhead;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Combines the judgements of a record's chunks. Chunks of one record are not independent, so their log odds are averaged,
 * each cut off at {@code clip}, and the mean is stretched by a factor that grows with the logarithm of their number.
 *
 * @param clip limit of the log odds of one chunk, for or against virus
 * @param intercept intercept of the log odds of a record
 * @param slope slope of the log odds of a record over the mean of its chunks
 * @param slopeLogNumber increase of the slope per unit of the natural logarithm of the number of chunks
 */
public record RecordRule(
        @JsonProperty(value = "clip", required = true) double clip,
        @JsonProperty(value = "intercept", required = true) double intercept,
        @JsonProperty(value = "slope", required = true) double slope,
        @JsonProperty(value = "slope_log_n", required = true) double slopeLogNumber) {

    public RecordRule {
        Declaration.checkFinite("intercept", intercept);
        Declaration.checkPositive("clip", clip);
        Declaration.checkPositive("slope", slope);
        Declaration.checkFinite("slope_log_n", slopeLogNumber);
    }

    /** The log odds of one chunk, cut off. */
    public double clipped(double logOdds) {
        return Math.max(-clip, Math.min(clip, logOdds));
    }

    /**
     * The log odds that a record is viral.
     *
     * @param mean of the {@linkplain #clipped cut off} log odds of its chunks
     * @param chunks the number of chunks, from 2; a single chunk keeps its own log odds
     */
    public double logOdds(double mean, int chunks) {
        return intercept + (slope + slopeLogNumber * Math.log(chunks)) * mean;
    }
}
