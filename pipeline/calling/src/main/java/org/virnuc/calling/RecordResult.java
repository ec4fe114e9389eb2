package org.virnuc.calling;

import java.util.List;
import java.util.OptionalDouble;
import org.virnuc.files.PublicApi;

/**
 * The result of one input record.
 *
 * @param id id as in the input
 * @param length number of bases
 * @param chunks chunks of the record and their outcomes
 * @param verdict verdict by the majority of the scored chunks, which can differ from the call
 * @param call call by the requested rule, such as {@code virus}
 * @param tier trustworthiness of the call, such as {@code high}
 * @param scores of the record
 * @param unscored reasons why the record is not called, such as {@code no-open-frame} or {@code below-min-length};
 *     empty if it is called
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
     * Counts of a record's chunks.
     *
     * @param all number of chunks
     * @param scored number of chunks with a frame
     * @param virus number of chunks whose verdict is virus
     */
    public record Chunks(long all, long scored, long virus) {}

    /**
     * The scores of a record. Unknown values are empty.
     *
     * @param others the best score for others among its frames, 0 to 1
     * @param virus the best score for virus among its frames, 0 to 1
     * @param probability that the record is viral, 0 to 1; only with a calibrated model
     * @param qValue expected share of false calls among the records that are at least as probable, 0 to 1
     * @param distance distance from the training data; 1 is typical
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
