package org.virnuc.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;

/**
 * A property of the input or the results that a user should check. The stage that finds it stores it, and every run
 * that uses the stage's results reports it.
 *
 * @param kind what it is about
 * @param message one line for people, without ids and sequences
 * @param count number of affected items, at least 1
 * @param of total number of items
 * @param first ids of the first affected items
 */
public record QualityWarning(
        @JsonProperty("kind") Kind kind,
        @JsonProperty("message") String message,
        @JsonProperty("count") long count,
        @JsonProperty("of") long of,
        @JsonProperty("first") List<String> first) {

    /** The kinds of warnings. The lower-case name with dashes is the name of the matching alert. */
    public enum Kind {
        /** A chunk length that the model was not trained for. */
        LENGTH_MISMATCH,
        /** Records that contain uracil. */
        RNA_INPUT,
        /** Reads of an alignment file that were hard-clipped, so part of their bases is missing. */
        CLIPPED_READS,
        /** Records without letters, in any format. */
        EMPTY_RECORDS,
        /** Read files that contain no reads. */
        NO_READS,
        /** Files that lack their format's end marker and may be truncated. */
        CUT_INPUT,
        /** Records that repeat the id of an earlier record. */
        DUPLICATE_IDS,
        /** Records that are not called. */
        UNSCORED_RECORDS,
        /** Records shorter than the chunks that the model was trained for. */
        SHORT_RECORDS,
        /** Records that have a call although most of their bases have no score. */
        LOW_COVERAGE,
        /** Records with a score that lie farther from the training data than records usually do. */
        OUT_OF_DISTRIBUTION,
        /** Chunks so close to a tie that fp32 might have called them differently. */
        PRECISION_DISAGREEMENT,
        /** Chunks that only the small model of a cascade scored. */
        SMALL_MODEL_CHUNKS,
        /** A cascade that sent every chunk to the big model. */
        CASCADE_SAVES_NOTHING,
        /** Too few records with a probability to estimate a false discovery rate. */
        FEW_RECORDS_FOR_FDR;

        /** The lower-case name with dashes, such as {@code duplicate-ids}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public QualityWarning {
        first = List.copyOf(first);
    }
}
