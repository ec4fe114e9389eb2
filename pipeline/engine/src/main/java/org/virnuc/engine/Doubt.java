package org.virnuc.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;

/**
 * Something about input or results that a user should look at twice. It is kept with the stage that found it, and reported by every run
 * that uses the stage's results.
 *
 * @param kind what it is about
 * @param message one line for people, without ids and sequences
 * @param count how many, 1 or more
 * @param of out of how many
 * @param first ids of the first of them
 */
public record Doubt(
        @JsonProperty("kind") Kind kind,
        @JsonProperty("message") String message,
        @JsonProperty("count") long count,
        @JsonProperty("of") long of,
        @JsonProperty("first") List<String> first) {

    /** What there is to doubt; the word in lower case with dashes is the name of its alert. */
    public enum Kind {
        /** A chunk length that the model was not trained for. */
        LENGTH_MISMATCH,
        /** Records with uracil. */
        RNA_INPUT,
        /** Reads of a file of alignments of which a part was cut off. */
        CLIPPED_READS,
        /** Records without letters, in any format. */
        EMPTY_RECORDS,
        /** Files of reads that hold none. */
        NO_READS,
        /** Files without the mark that whole files of their format end with. */
        CUT_INPUT,
        /** Records whose id an earlier record has. */
        DUPLICATE_IDS,
        /** Records that are not called. */
        UNSCORED_RECORDS,
        /** Records shorter than the chunks that the model was trained for. */
        SHORT_RECORDS,
        /** Records with a call, most of whose bases have no score. */
        LOW_COVERAGE,
        /** Records with a score that lie further from the training data than records usually do. */
        OUT_OF_DISTRIBUTION,
        /** Chunks so near a tie that fp32 might have called them otherwise. */
        PRECISION_DISAGREEMENT,
        /** Chunks with the scores of the small model of a cascade alone. */
        SMALL_MODEL_CHUNKS,
        /** Chunks that a cascade sent to the big model, where these were all. */
        CASCADE_SAVES_NOTHING,
        /** Records with a probability where they are too few for a false discovery rate. */
        FEW_RECORDS_FOR_FDR;

        /** As in {@code duplicate-ids}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Doubt {
        first = List.copyOf(first);
    }
}
