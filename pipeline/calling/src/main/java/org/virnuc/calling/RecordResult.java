package org.virnuc.calling;

import java.util.List;
import java.util.OptionalDouble;
import org.virnuc.files.PublicApi;

/**
 * What a run says of one input record.
 *
 * @param id of the record, as the input has it
 * @param length in bases
 * @param chunks of the record, and what became of them
 * @param verdict by the majority of the scored chunks, whatever the record is called
 * @param call what the record is called by the rule that was asked for, such as {@code virus}
 * @param tier how sure the call is, such as {@code high}
 * @param scores of the record
 * @param unscored why a record is not called, such as {@code no-open-frame}, or {@code below-min-length} where it has a verdict; empty for others
 */
@PublicApi
public record RecordResult(
        String id,
        long length,
        Chunks chunks,
        RecordVerdict verdict,
        String call,
        String tier,
        Scores scores,
        List<String> unscored) {

    public RecordResult {
        unscored = List.copyOf(unscored);
    }

    /**
     * The chunks of a record, counted.
     *
     * @param all of them
     * @param scored those with a frame
     * @param virus those whose frames say virus
     */
    public record Chunks(long all, long scored, long virus) {}

    /**
     * What the scores of a record come to; empty where nothing is known.
     *
     * @param others the best score for others among its frames, 0 to 1
     * @param virus the best score for virus among its frames, 0 to 1
     * @param probability that the record is viral, 0 to 1; only with a calibrated model
     * @param qValue the expected share of false ones among the records that are as probable or more, 0 to 1
     * @param distance from the training data, where 1 is the usual one
     * @param outOfDistribution whether the record lies further from the training data than records usually do
     */
    public record Scores(
            OptionalDouble others,
            OptionalDouble virus,
            OptionalDouble probability,
            OptionalDouble qValue,
            OptionalDouble distance,
            boolean outOfDistribution) {}

    /** Whether the record is called virus. */
    public boolean isViral() {
        return call.equals(RecordVerdict.VIRUS.word()) || call.equals(CallRule.BROAD_VIRAL);
    }
}
